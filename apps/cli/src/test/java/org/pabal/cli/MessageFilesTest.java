// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MessageFilesTest {
    private static final String LINE = "From a@b Sat Nov 21 12:00:00 2026\n";

    @TempDir Path folder;

    private List<String> read(Path... given) throws IOException {
        List<String> all = new ArrayList<>();
        try (MessageFiles files = new MessageFiles(List.of(given))) {
            for (List<MessageFiles.Message> some = files.next();
                    !some.isEmpty();
                    some = files.next()) {
                for (MessageFiles.Message each : some) {
                    all.add(
                            folder.relativize(Path.of(each.name()))
                                    + "|"
                                    + new String(each.octets(), StandardCharsets.US_ASCII));
                }
            }
        }
        return all;
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void aMessageAnMboxAndAFolder() throws IOException {
        Path one = file("one.eml", "A: b\n\nFrom here on\nno\n\nFrom there 10:00 in 2026\n");
        assertThat(read(one)).hasSize(1);
        Path mbox = file("mbox", LINE + "A: 1\n\nx\n\n" + LINE + "A: 2\n\nFrom me\n");
        assertThat(read(mbox))
                .containsExactly(
                        "mbox:1|" + LINE + "A: 1\n\nx\n\n", "mbox:2|" + LINE + "A: 2\n\nFrom me\n");
        file("box/new/1", "B: 1\n\n");
        file("box/cur/2", LINE + "B: 2\n\n");
        file("box/.hidden", "C: 1\n\n");
        file("box/empty", "");
        assertThat(read(folder.resolve("box")))
                .containsExactly("box/cur/2|" + LINE + "B: 2\n\n", "box/new/1|B: 1\n\n");
    }

    @Test
    void manyAreReadInParts() throws IOException {
        StringBuilder mbox = new StringBuilder();
        for (int i = 0; i < 1_234; i++) {
            mbox.append(LINE).append("A: ").append(i).append("\n\n\n");
        }
        assertThat(read(file("many", mbox.toString()))).hasSize(1_234);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> read(folder.resolve("nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
    }
}
