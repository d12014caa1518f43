// The same for `import`: one package, loaded once, however it is asked for.
export * from "./index.js";
