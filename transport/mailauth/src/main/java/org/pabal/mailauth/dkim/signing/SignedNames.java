// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailauth.MessageHeader;

/// Which header fields a signature covers: `h=`. RFC 6376 §5.4.
final class SignedNames {

    /// What a reader sees or a program acts on. Named once more than the message has them, so that
    /// none can be added on the way: RFC 6376 §8.15, THREATS D03.
    private static final List<String> CLOSED =
            List.of(
                    "From",
                    "To",
                    "Cc",
                    "Subject",
                    "Date",
                    "Reply-To",
                    "Message-ID",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                    "In-Reply-To",
                    "References");

    /// The same for mail that has them. A list that passes a person's mail on adds them and changes
    /// nothing else: to close them then would break the signature for nobody's good.
    private static final List<String> CLOSED_IF_THERE =
            List.of(
                    "List-Id",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Help",
                    "List-Subscribe",
                    "List-Post",
                    "List-Owner",
                    "List-Archive");

    /// Covered as they are; others may be added where RFC 5322 §3.6.6 or a list has them added.
    private static final List<String> OPEN =
            List.of(
                    "Sender",
                    "Resent-Date",
                    "Resent-From",
                    "Resent-Sender",
                    "Resent-To",
                    "Resent-Cc",
                    "Resent-Message-ID",
                    "Auto-Submitted",
                    "Feedback-ID");

    /// Of fields of one name in mail that anybody would read.
    private static final int MOST_OF_A_NAME = 100;

    private SignedNames() {}

    static List<String> of(MessageHeader header) {
        List<String> names = new ArrayList<>();
        CLOSED.forEach(name -> add(names, name, header.all(name).size() + 1));
        CLOSED_IF_THERE.forEach(name -> {
            int count = header.all(name).size();
            add(names, name, count > 0 ? count + 1 : 0);
        });
        OPEN.forEach(name -> add(names, name, header.all(name).size()));
        return names;
    }

    private static void add(List<String> names, String name, int count) {
        for (int i = 0; i < Math.min(count, MOST_OF_A_NAME); i++) {
            names.add(name);
        }
    }
}
