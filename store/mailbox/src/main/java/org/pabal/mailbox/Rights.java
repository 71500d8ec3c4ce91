// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// An immutable set of the rights that a mailbox's owner can give. RFC 4314 §2.1.
///
/// The letters of its predecessor are kept as RFC 4314 §2.1.1 allows: `c` stands for `k` and `x`,
/// `d` for `t` and `e`. {@link #parse} takes them so; {@link #withObsolete} adds them where a client
/// is told of rights. In `RIGHTS=` a server announces `kxte`.
///
/// @param bits in the order of {@link #LETTERS}
public record Rights(int bits) {
    /// All of them, in the order of RFC 4314 §2.1.
    public static final String LETTERS = "lrswipkxtea";

    public static final Rights NONE = new Rights(0);
    public static final Rights ALL = new Rights((1 << LETTERS.length()) - 1);

    /// The mailbox is visible to LIST; SUBSCRIBE.
    public static final Rights LOOKUP = of('l');

    /// SELECT, STATUS, FETCH, SEARCH, COPY from it.
    public static final Rights READ = of('r');

    /// Set or clear `\Seen`, which is then the reader's own.
    public static final Rights SEEN = of('s');

    /// Set or clear flags other than `\Seen` and `\Deleted`.
    public static final Rights WRITE = of('w');

    /// APPEND, COPY into it.
    public static final Rights INSERT = of('i');

    /// Send mail to its submission address.
    public static final Rights POST = of('p');

    /// CREATE mailboxes below it, or RENAME to such a name.
    public static final Rights CREATE = of('k');

    /// DELETE it, RENAME it away.
    public static final Rights DELETE_MAILBOX = of('x');

    /// Set or clear `\Deleted`.
    public static final Rights DELETE_MESSAGES = of('t');

    /// EXPUNGE, also as part of CLOSE.
    public static final Rights EXPUNGE = of('e');

    /// SETACL, DELETEACL, GETACL, LISTRIGHTS.
    public static final Rights ADMINISTER = of('a');

    private static Rights of(char letter) {
        return new Rights(1 << LETTERS.indexOf(letter));
    }

    /// What became of letters from outside.
    public sealed interface Parsed {
        record Known(Rights rights) implements Parsed {}

        /// @param codePoint the first that names no right; for an upper-case letter RFC 4314 §3.1
        ///     asks for BAD
        record Unknown(int codePoint) implements Parsed {}
    }

    public static Parsed parse(String letters) {
        int bits = 0;
        for (int at = 0; at < letters.length(); at++) {
            char letter = letters.charAt(at);
            int known = bitsOf(letter);
            if (known == 0) {
                return new Parsed.Unknown(letters.codePointAt(at));
            }
            bits |= known;
        }
        return new Parsed.Known(new Rights(bits));
    }

    /// Known-good letters.
    public static Rights of(String letters) {
        return switch (parse(letters)) {
            case Parsed.Known(Rights rights) -> rights;
            case Parsed.Unknown _ ->
                    throw new IllegalArgumentException("not letters of rights: " + letters);
        };
    }

    private static int bitsOf(char letter) {
        return switch (letter) {
            case 'c' -> CREATE.bits | DELETE_MAILBOX.bits;
            case 'd' -> DELETE_MESSAGES.bits | EXPUNGE.bits;
            default -> {
                int at = LETTERS.indexOf(letter);
                yield at < 0 ? 0 : 1 << at;
            }
        };
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    /// True when all of the others are among these.
    public boolean has(Rights others) {
        return (bits & others.bits) == others.bits;
    }

    public boolean hasAnyOf(Rights others) {
        return (bits & others.bits) != 0;
    }

    public Rights plus(Rights others) {
        return new Rights(bits | others.bits);
    }

    public Rights minus(Rights others) {
        return new Rights(bits & ~others.bits);
    }

    /// Those flags that someone with these rights may set and clear: `\Seen` with `s`, `\Deleted`
    /// with `t`, all others with `w`. RFC 4314 §4.
    public Flags permitted(Flags flags) {
        if (has(FLAG_RIGHTS) || flags.equals(Flags.NONE)) {
            return flags;
        }
        return Flags.of(flags.names().stream().filter(flag -> has(neededFor(flag))).toList());
    }

    private static final Rights FLAG_RIGHTS = SEEN.plus(DELETE_MESSAGES).plus(WRITE);

    /// True when every flag may be set and cleared.
    public boolean permitAllFlags() {
        return has(FLAG_RIGHTS);
    }

    private static Rights neededFor(String flag) {
        if (flag.equalsIgnoreCase(Flags.SEEN)) {
            return SEEN;
        }
        return flag.equalsIgnoreCase(Flags.DELETED) ? DELETE_MESSAGES : WRITE;
    }

    /// For ACL and MYRIGHTS responses: with `c` and `d` where one of the rights that they stand for
    /// is there. RFC 4314 §2.1.1.
    public String withObsolete() {
        StringBuilder letters = new StringBuilder(toString());
        if (hasAnyOf(of("c"))) {
            letters.append('c');
        }
        if (hasAnyOf(of("d"))) {
            letters.append('d');
        }
        return letters.toString();
    }

    /// The letters, in the order of {@link #LETTERS}.
    @Override
    public String toString() {
        StringBuilder letters = new StringBuilder(LETTERS.length());
        for (int at = 0; at < LETTERS.length(); at++) {
            if ((bits & 1 << at) != 0) {
                letters.append(LETTERS.charAt(at));
            }
        }
        return letters.toString();
    }
}
