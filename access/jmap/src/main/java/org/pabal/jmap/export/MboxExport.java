// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.StoredMessage;

/// An mbox file for each mailbox. RFC 4155.
final class MboxExport {
    /// As far as a Return-Path is looked for; it is the first field of what was delivered.
    private static final int PEEKED = 512;

    private static final Pattern RETURN_PATH =
            Pattern.compile("\\AReturn-Path:[ \\t]*<([^<>\\s]+)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"(),:;]+@[^\\s<>\"(),:;]+");

    private MboxExport() {}

    /// One mailbox, as the file itself.
    static void file(Export export, OutputStream out) throws IOException {
        for (MailboxInfo each : export.wanted()) {
            Optional<MailboxSnapshot> messages = export.snapshot().messages(each.id());
            if (messages.isPresent()) {
                write(export, messages.get(), out);
            }
        }
    }

    /// All mailboxes: `Projects.mbox`, and those below it in the folder `Projects`.
    static void zip(Export export, OutputStream out) throws IOException {
        SafeNames names = new SafeNames().reserve(ExportZip.REPORT);
        ExportZip zip = new ExportZip(out, export.begun());
        for (MailboxInfo each : export.wanted()) {
            Optional<MailboxSnapshot> messages = export.snapshot().messages(each.id());
            if (messages.isPresent()) {
                zip.begin(names.folder(each.name()) + SafeNames.MBOX);
                write(export, messages.get(), zip.content());
                zip.end();
            }
        }
        zip.finish(export);
    }

    private static void write(Export export, MailboxSnapshot messages, OutputStream out)
            throws IOException {
        MboxWriter mbox = new MboxWriter(out);
        export.walk()
                .through(
                        messages,
                        (flags, message, content) -> {
                            PushbackInputStream in = new PushbackInputStream(content, PEEKED);
                            byte[] beginning = in.readNBytes(PEEKED);
                            in.unread(beginning);
                            mbox.write(
                                    sender(message, beginning), message.internalDate(), flags, in);
                        });
    }

    /// The envelope's sender where the message was delivered here, otherwise who wrote it.
    private static String sender(StoredMessage message, byte[] beginning) {
        Matcher returned = RETURN_PATH.matcher(new String(beginning, StandardCharsets.UTF_8));
        if (returned.find()) {
            return returned.group(1);
        }
        Matcher author = ADDRESS.matcher(message.text(StoredMessage.Text.FROM));
        return author.find() ? author.group() : "MAILER-DAEMON";
    }
}
