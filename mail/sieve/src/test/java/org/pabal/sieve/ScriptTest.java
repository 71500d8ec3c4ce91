// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every file below `src/test/scripts`; {@link ScriptCases} says how one is written. With the
/// property `scripts`, only those whose path holds its value.
class ScriptTest {

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        Path root = root();
        String wanted = System.getProperty("scripts", "");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files =
                    walk.filter(file -> file.toString().endsWith(".txt"))
                            .filter(file -> root.relativize(file).toString().contains(wanted))
                            .sorted()
                            .toList();
        }
        return files.stream().map(file -> test(root, file));
    }

    private static DynamicTest test(Path root, Path file) {
        return DynamicTest.dynamicTest(
                root.relativize(file).toString(), file.toUri(), () -> ScriptCases.run(file));
    }

    /// Of the module, wherever the tests are run from.
    static Path root() {
        Path here = Path.of("src", "test", "scripts");
        return Files.isDirectory(here) ? here : Path.of("mail", "sieve").resolve(here);
    }
}
