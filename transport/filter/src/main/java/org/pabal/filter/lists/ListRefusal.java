// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

/// Why a list has a mail refused.
///
/// @param about what the list has an entry of
/// @param shown the address or the name
/// @param words of the list's own, such as the address of a page that says more; may be empty; foreign
public record ListRefusal(String list, String zone, About about, String shown, String words) {
    private static final int MAX_WORDS = 200;

    public ListRefusal {
        words = words.replaceAll("[^ -~]", "?");
        words = words.substring(0, Math.min(words.length(), MAX_WORDS));
    }

    /// For the client, as servers say it.
    public String reply() {
        String who =
                switch (about) {
                    case CLIENT, RECEIVED -> "client host [" + shown + "]";
                    case CLIENT_NAME -> "client host " + shown;
                    case HELO -> "greeting " + shown;
                    case ENVELOPE, FROM, REPLY_TO -> "sender domain " + shown;
                    case LINKS -> "link " + shown;
                };
        return "Service unavailable; "
                + who
                + " blocked using "
                + zone
                + (words.isEmpty() ? "" : "; " + words);
    }
}
