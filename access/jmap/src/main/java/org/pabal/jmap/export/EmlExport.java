// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;

/// Each message as a file, octet by octet as it is kept, in a folder for each mailbox.
final class EmlExport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private EmlExport() {}

    static void zip(Export export, OutputStream out) throws IOException {
        SafeNames names = new SafeNames().reserve(ExportZip.REPORT);
        ExportZip zip = new ExportZip(out, export.begun());
        for (MailboxInfo each : export.wanted()) {
            String folder = names.folder(each.name()) + "/";
            zip.begin(folder);
            zip.end();
            Optional<MailboxSnapshot> messages = export.snapshot().messages(each.id());
            if (messages.isPresent()) {
                export.walk()
                        .through(
                                messages.get(),
                                (_, message, content) -> {
                                    zip.begin(folder + fileName(message), message.internalDate());
                                    content.transferTo(zip.content());
                                    zip.end();
                                });
            }
        }
        zip.finish(export);
    }

    /// When it came, what it is about, and its id, by which no two have one name.
    private static String fileName(StoredMessage message) {
        return TIME.format(message.internalDate())
                + "_"
                + SafeNames.of(message.text(StoredMessage.Text.SUBJECT), SafeNames.MAX)
                + "_"
                + ObjectIds.of(message.id())
                + ".eml";
    }
}
