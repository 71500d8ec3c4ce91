// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip that is sent while it is made; names are in UTF-8, and say so. It ends with a report. Files of
/// more than 4 GiB, and more than 65,535 of them, are as zip64 has them. For one thread.
final class ExportZip {
    static final String REPORT = "export-report.txt";

    private final ZipOutputStream zip;
    private final Instant begun;

    ExportZip(OutputStream out, Instant begun) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        this.begun = begun;
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /// Begins a file, or, when its path ends in `/`, a folder.
    void begin(String path) throws IOException {
        begin(path, begun);
    }

    void begin(String path, Instant time) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setLastModifiedTime(FileTime.from(time));
        zip.putNextEntry(entry);
    }

    /// Where the content of the file goes; not to be closed.
    OutputStream content() {
        return zip;
    }

    void end() throws IOException {
        zip.closeEntry();
    }

    void text(String path, String content) throws IOException {
        begin(path);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        end();
    }

    /// Writes the report and the directory.
    void finish(Export export) throws IOException {
        text(REPORT, report(export));
        zip.finish();
        zip.flush();
    }

    /// For people, in both languages: the file may be read long after, by somebody else.
    private static String report(Export export) {
        MessageWalk walk = export.walk();
        return String.format(
                Locale.ROOT,
                """
                %s, %s

                %,d messages (%,d octets) are in this export.
                %,d were deleted while it was made, and are not in it.

                이 내보내기에 메일 %1$s의 %3$,d통(%4$,d 옥텟)이 들어 있습니다.
                만드는 동안 지워져서 들어 있지 않은 메일: %5$,d통.
                """,
                export.account().address(),
                export.begun(),
                walk.messages(),
                walk.octets(),
                walk.gone());
    }
}
