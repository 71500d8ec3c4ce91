// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pabal.mailbox.Flags;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Flags as JMAP calls them. RFC 8621 §4.1.1.
public final class Keywords {
    private static final int MAX_CHARS = 255;

    /// IMAP's system flags; the other way round all keywords are themselves, in lower case. `\Deleted`
    /// and `\Recent` are not shown.
    private static final Map<String, String> SYSTEM =
            Map.of(
                    "$draft", Flags.DRAFT,
                    "$seen", Flags.SEEN,
                    "$flagged", Flags.FLAGGED,
                    "$answered", Flags.ANSWERED);

    private Keywords() {}

    /// 1 to 255 printable characters of ASCII that an IMAP keyword may have as well.
    public static boolean isKeyword(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_CHARS
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "(){]%*\"\\".indexOf(c) < 0);
    }

    public static String flag(String keyword) {
        String lower = keyword.toLowerCase(Locale.ROOT);
        return SYSTEM.getOrDefault(lower, lower);
    }

    public static Flags flags(Collection<String> keywords) {
        return Flags.of(keywords.stream().map(Keywords::flag).toList());
    }

    public static List<String> of(Flags flags) {
        List<String> keywords = new ArrayList<>();
        SYSTEM.forEach((keyword, flag) -> {
            if (flags.has(flag)) {
                keywords.add(keyword);
            }
        });
        flags.keywords().stream().map(each -> each.toLowerCase(Locale.ROOT)).forEach(keywords::add);
        return keywords;
    }

    /// `{"$seen": true}`
    public static ObjectNode json(Flags flags) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        of(flags).stream().sorted().forEach(keyword -> json.put(keyword, true));
        return json;
    }
}
