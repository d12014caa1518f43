package io.frontdesk

import java.io.File
import java.nio.file.Path
import kotlin.io.path.createDirectory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.jupiter.api.io.TempDir

/** Programs that users read, in guides and among the examples: each runs in an empty folder, and prints what stands beside it. */
internal class ProgramTest {
    @Test
    fun `programs print what they say`(@TempDir folder: Path) {
        val programs = File(System.getProperty("programs.dir")).listFiles().orEmpty().sorted()
        assertTrue(programs.isNotEmpty(), "`cargo xtask test --only kotlin` writes them")
        for (program in programs) {
            val printed = run(program.name, folder.resolve(program.name).createDirectory().toFile())
            assertEquals(program.resolve("printed.txt").readText(), printed, program.name)
        }
    }

    private fun run(program: String, folder: File): String {
        val java = ProcessHandle.current().info().command().orElse("java")
        val library = "-Djna.library.path=${System.getProperty("jna.library.path")}"
        val command = listOf(java, library, "-cp", System.getProperty("java.class.path"), "$program.ProgramKt")
        val process = ProcessBuilder(command).directory(folder).redirectErrorStream(true).start()
        return process.inputStream.bufferedReader().readText().also { process.waitFor() }
    }
}
