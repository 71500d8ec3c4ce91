// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import org.pabal.message.EnhancedStatus;

/// Why a recipient's copy is where it is: what a report will say. RFC 3464 §2.3.
///
/// @param status whose class says delivered, to be tried again, or failed
/// @param text a reply such as `550 5.1.1 No such user here`, or one sentence of ours; printable
///     ASCII without line ends, at most 500 characters, whatever a remote server said (THREATS O01)
/// @param remote the host that said so; empty when it was us
public record Diagnosis(EnhancedStatus status, String text, String remote) {
    private static final int MAX_CHARACTERS = 500;

    public Diagnosis {
        text = printable(text);
        remote = printable(remote);
    }

    public static Diagnosis ours(String status, String text) {
        return new Diagnosis(EnhancedStatus.of(status), text, "");
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && safe.length() < MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            safe.append(c >= 0x20 && c < 0x7F ? c : '?');
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        String where = remote.isEmpty() ? "" : remote + " said: ";
        return text.isEmpty() ? where + status : where + text;
    }
}
