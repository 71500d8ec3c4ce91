// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import org.pabal.message.mime.MimePart;
import org.pabal.spam.SpamTest;

/// Fields of MIME that contradict each other or leave out what every program writes. RFC 2045.
final class MimeTests {
    private MimeTests() {}

    static void run(RuledMail mail, Found found) {
        MimePart root = mail.reading().scan().root();
        boolean html =
                root.content().type().equals("text") && root.content().subtype().equals("html");
        found.addIf(html, SpamTest.MIME_HTML_ONLY);
        found.addIf(
                html && root.content().parameters().getOrDefault("charset", "").isEmpty(),
                SpamTest.MIME_HTML_WITHOUT_CHARSET);
        found.addIf(
                root.content().type().equals("multipart") && root.children().size() == 1,
                SpamTest.MIME_SINGLE_PART);
        found.addIf(mail.reading().scan().ambiguous(), SpamTest.MIME_AMBIGUOUS);
        encoding(root, found, 0);
    }

    private static void encoding(MimePart part, Found found, int depth) {
        boolean text = part.content().type().equals("text");
        String charset = part.content().parameters().getOrDefault("charset", "us-ascii");
        boolean latin =
                charset.equalsIgnoreCase("us-ascii")
                        || RuledMail.lower(charset).startsWith("iso-8859-1");
        found.addIf(
                text && latin && part.content().transferEncoding().equals("base64"),
                SpamTest.MIME_NEEDLESS_BASE64);
        if (depth < 5) {
            part.children().forEach(child -> encoding(child, found, depth + 1));
        }
    }
}
