package io.frontdesk

import bench.Size
import bench.table
import java.nio.file.Path
import kotlin.test.Test
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.io.TempDir

/** The bench of calls. Among the other tests it tells whether it runs; `cargo xtask bench kotlin` asks how fast. */
internal class BenchTest {
    @Test
    fun `a call is measured`(@TempDir folder: Path) = runBlocking {
        val size = if (System.getProperty("bench") == null) Size(1, 5) else Size(60, 500)
        val rows = table(size, folder.resolve("bench.db").toString())
        rows.forEach { println(it) }
        assertTrue(rows.size == 4 && rows.none { "| 0 ns" in it })
    }
}
