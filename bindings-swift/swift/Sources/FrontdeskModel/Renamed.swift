import frontdesk_modelFFI

/// What constructors throw is not renamed by UniFFI, which calls this by the engine's name of the type.
func FfiConverterTypeFrontdeskError_lift(_ buffer: RustBuffer) throws -> BlockingError {
    try FfiConverterTypeBlockingError_lift(buffer)
}
