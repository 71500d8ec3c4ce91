// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.Flags;

/// How many keywords a message may have, and how long they may be: what bounds a page's record.
final class FlagLimits {
    private static final int MAX_KEYWORD_CHARS = 128;

    private FlagLimits() {}

    static boolean allow(Flags flags, MailboxConfig config) {
        return flags.keywords().size() <= config.maxKeywords()
                && flags.keywords().stream().allMatch(k -> k.length() <= MAX_KEYWORD_CHARS);
    }

    /// For a message that arrives: it is worth more than keywords without measure.
    static Flags cut(Flags flags, MailboxConfig config) {
        if (allow(flags, config)) {
            return flags;
        }
        List<String> some = new ArrayList<>();
        for (String keyword : flags.keywords()) {
            if (keyword.length() <= MAX_KEYWORD_CHARS && some.size() < config.maxKeywords()) {
                some.add(keyword);
            }
        }
        return Flags.of(flags.systemBits(), some);
    }
}
