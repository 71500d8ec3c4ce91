// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.ArrayList;
import java.util.List;
import org.pabal.fetch.RemoteMessage;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.mailbox.Flags;

/// The flags and keywords with which a message comes: all that can be ours.
final class RemoteFlags {
    private RemoteFlags() {}

    static Flags of(RemoteMessage message) {
        List<String> flags = new ArrayList<>();
        for (String each : message.flags()) {
            boolean system = Flags.SYSTEM.stream().anyMatch(each::equalsIgnoreCase);
            if (system || Keywords.isKeyword(each)) {
                flags.add(each);
            }
        }
        for (String label : message.labels()) {
            if (label.equalsIgnoreCase("\\Starred")) {
                flags.add(Flags.FLAGGED);
            } else if (label.equalsIgnoreCase("\\Important")) {
                flags.add("$Important"); // RFC 8457 §2
            }
        }
        return Flags.of(flags);
    }
}
