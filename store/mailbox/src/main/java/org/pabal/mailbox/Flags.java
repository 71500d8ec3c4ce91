// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An immutable set of flags and keywords, compared without ASCII case. RFC 9051 §2.3.2.
public final class Flags {
    public static final String SEEN = "\\Seen";
    public static final String ANSWERED = "\\Answered";
    public static final String FLAGGED = "\\Flagged";
    public static final String DELETED = "\\Deleted";
    public static final String DRAFT = "\\Draft";

    /// The flags that every mailbox has.
    public static final List<String> SYSTEM = List.of(ANSWERED, FLAGGED, DELETED, SEEN, DRAFT);

    public static final Flags NONE = new Flags(new TreeMap<>());

    private static final Flags JUST_SEEN = of(SEEN);

    /// Lower case to the form as first written; ordered.
    private final SortedMap<String, String> names;

    private final String text;
    private final boolean seen;
    private final boolean deleted;
    private final int systemBits;
    private final List<String> keywords;
    private final JunkMark junkMark;

    /// The same set with, or without, `\Seen`; made when first asked for. Threads that make it at once
    /// make equal ones.
    private @Nullable Flags twin;

    private Flags(SortedMap<String, String> names) {
        this.names = names;
        this.text = String.join(" ", names.values());
        this.seen = names.containsKey("\\seen");
        this.deleted = names.containsKey("\\deleted");
        int bits = 0;
        List<String> others = new ArrayList<>();
        for (String name : names.values()) {
            int system = SYSTEM.indexOf(name);
            if (system >= 0) {
                bits |= 1 << system;
            } else {
                others.add(name);
            }
        }
        this.systemBits = bits;
        this.keywords = List.copyOf(others);
        this.junkMark = others.isEmpty() ? JunkMark.NONE : JunkMark.of(names);
    }

    /// What the keywords say of whether a message is spam: those of RFC 9051 §2.3.2, and what
    /// Thunderbird and Apple's Mail have set before these were registered.
    public enum JunkMark {
        JUNK,
        NOT_JUNK,
        /// Nothing, or both.
        NONE;

        private static JunkMark of(SortedMap<String, String> names) {
            boolean junk = names.containsKey("$junk") || names.containsKey("junk");
            boolean not =
                    names.containsKey("$notjunk")
                            || names.containsKey("nonjunk")
                            || names.containsKey("notjunk");
            if (junk == not) {
                return NONE;
            }
            return junk ? JUNK : NOT_JUNK;
        }
    }

    public static Flags of(String... names) {
        return of(List.of(names));
    }

    public static Flags of(Collection<String> names) {
        if (names.isEmpty()) {
            return NONE;
        }
        SortedMap<String, String> all = new TreeMap<>();
        for (String name : names) {
            all.putIfAbsent(key(name), systemForm(name).orElse(name));
        }
        return new Flags(all);
    }

    /// The registered spelling of a system flag.
    private static Optional<String> systemForm(String name) {
        return SYSTEM.stream().filter(flag -> flag.equalsIgnoreCase(name)).findFirst();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public boolean has(String name) {
        return names.containsKey(key(name));
    }

    public boolean isSeen() {
        return seen;
    }

    public boolean isDeleted() {
        return deleted;
    }

    /// The system flags as bits, in the order of {@link #SYSTEM}.
    public int systemBits() {
        return systemBits;
    }

    /// All but the system flags, ordered without case.
    public List<String> keywords() {
        return keywords;
    }

    public JunkMark junkMark() {
        return junkMark;
    }

    /// The set of these system flags and keywords.
    public static Flags of(int systemBits, List<String> keywords) {
        List<String> all = new ArrayList<>(keywords);
        for (int i = 0; i < SYSTEM.size(); i++) {
            if ((systemBits & 1 << i) != 0) {
                all.add(SYSTEM.get(i));
            }
        }
        return of(all);
    }

    /// This itself when the other has nothing more.
    public Flags plus(Flags other) {
        if (names.keySet().containsAll(other.names.keySet())) {
            return this;
        }
        SortedMap<String, String> all = new TreeMap<>(other.names);
        all.putAll(names);
        return new Flags(all);
    }

    public Flags minus(Flags other) {
        SortedMap<String, String> rest = new TreeMap<>(names);
        rest.keySet().removeAll(other.names.keySet());
        return new Flags(rest);
    }

    /// With `\Seen`: the same object each time, as far as one thread sees.
    public Flags plusSeen() {
        return seen ? this : twin();
    }

    /// Without `\Seen`, likewise.
    public Flags minusSeen() {
        return seen ? twin() : this;
    }

    private Flags twin() {
        Flags known = twin;
        if (known == null) {
            known = seen ? minus(JUST_SEEN) : plus(JUST_SEEN);
            twin = known;
        }
        return known;
    }

    public List<String> names() {
        return List.copyOf(names.values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flags flags
                && systemBits == flags.systemBits
                && keywords.size() == flags.keywords.size()
                && (keywords.isEmpty() || names.keySet().equals(flags.names.keySet()));
    }

    @Override
    public int hashCode() {
        return names.keySet().hashCode();
    }

    /// Separated by spaces, as FETCH shows them between its parentheses.
    @Override
    public String toString() {
        return text;
    }
}
