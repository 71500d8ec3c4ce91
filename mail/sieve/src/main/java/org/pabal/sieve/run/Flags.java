// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The internal variable of RFC 5232 §2, which keep and fileinto give to what they file.
public final class Flags {
    private static final int MAX_FLAGS = 100; // of one message; people use a handful

    private List<String> flags;
    private boolean said;

    /// @param flags that the message has already
    Flags(List<String> flags) {
        this.flags = List.copyOf(flags);
    }

    /// Empty as long as the script said nothing of flags: then mail gets those it arrives with.
    public Optional<List<String>> current() {
        return said ? Optional.of(flags) : Optional.empty();
    }

    public List<String> list() {
        return flags;
    }

    public void set(List<String> changed) {
        flags = changed;
        said = true;
    }

    /// Each string may hold several flags with spaces between; each flag counts once, without its
    /// case. RFC 5232 §2.
    public static List<String> of(List<String> strings) {
        return with(List.of(), strings);
    }

    public static List<String> with(List<String> flags, List<String> added) {
        List<String> all = new ArrayList<>(flags);
        for (String flag : split(added)) {
            if (indexOf(all, flag) < 0 && all.size() < MAX_FLAGS) {
                all.add(flag);
            }
        }
        return List.copyOf(all);
    }

    public static List<String> without(List<String> flags, List<String> removed) {
        List<String> left = new ArrayList<>(flags);
        for (String flag : split(removed)) {
            int at = indexOf(left, flag);
            if (at >= 0) {
                left.remove(at);
            }
        }
        return List.copyOf(left);
    }

    private static int indexOf(List<String> flags, String flag) {
        for (int i = 0; i < flags.size(); i++) {
            if (flags.get(i).equalsIgnoreCase(flag)) {
                return i;
            }
        }
        return -1;
    }

    /// What is no flag is left out. RFC 5232 §2, RFC 9051 §9 `flag`, without `\Recent`, which no
    /// one may set.
    private static List<String> split(List<String> strings) {
        List<String> flags = new ArrayList<>();
        for (String string : strings) {
            for (String flag : string.split("[ \t\r\n]+")) {
                if (isFlag(flag)) {
                    flags.add(flag);
                }
            }
        }
        return flags;
    }

    private static boolean isFlag(String flag) {
        if (flag.startsWith("\\")) {
            return switch (flag.toLowerCase(Locale.ROOT)) {
                case "\\seen", "\\answered", "\\flagged", "\\deleted", "\\draft" -> true;
                default -> false;
            };
        }
        return !flag.isEmpty() && flag.chars().allMatch(Flags::isAtomChar);
    }

    private static boolean isAtomChar(int c) {
        return c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0;
    }
}
