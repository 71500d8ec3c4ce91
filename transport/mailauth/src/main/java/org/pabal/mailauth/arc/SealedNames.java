// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;

/// Which header fields the signature of a set covers: what a reader sees or a program acts on, and the
/// signatures of those before us, as they are. RFC 8617 §4.1.2: fields of ARC are not among them; nor
/// are those that each host on the way adds or takes out.
final class SealedNames {
    private static final Set<String> COVERED =
            Set.of(
                    "to",
                    "cc",
                    "subject",
                    "date",
                    "reply-to",
                    "message-id",
                    "mime-version",
                    "content-type",
                    "content-transfer-encoding",
                    "in-reply-to",
                    "references",
                    "sender",
                    "resent-date",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc",
                    "resent-message-id",
                    "auto-submitted",
                    "list-id",
                    "list-help",
                    "list-post",
                    "list-owner",
                    "list-archive",
                    "list-subscribe",
                    "list-unsubscribe",
                    "list-unsubscribe-post",
                    "feedback-id",
                    "dkim-signature");

    /// Of fields of one name in mail that anybody would read.
    private static final int MOST_OF_A_NAME = 20;

    private SealedNames() {}

    /// From stands once more than the message has it, so that none can be added.
    static List<String> of(MessageHeader header) {
        List<String> names = new ArrayList<>(List.of("from"));
        Map<String, Integer> counts = new HashMap<>();
        for (RawField field : header.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            boolean covered = COVERED.contains(name) || name.equals("from");
            if (covered && counts.merge(name, 1, Integer::sum) <= MOST_OF_A_NAME) {
                names.add(name);
            }
        }
        return names;
    }
}
