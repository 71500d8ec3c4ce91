// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;

/// Chooses the header fields that `h=` names and gives them as they are hashed. Each field is brought
/// into a canonical form once, however many signatures cover it. Of one thread.
public final class SignedFields {
    private static final int NONE = -1;

    private final List<RawField> fields;

    /// The lowest field of each name, and of each field the next of its name above it.
    private final Map<String, Integer> lowest = new HashMap<>();

    private final int[] above;
    private final Map<Canonicalization, byte[] @Nullable []> forms =
            new EnumMap<>(Canonicalization.class);

    public SignedFields(MessageHeader header) {
        this.fields = header.fields();
        this.above = new int[fields.size()];
        for (int i = 0; i < above.length; i++) {
            Integer before = lowest.put(lower(fields.get(i).name()), i);
            above[i] = before == null ? NONE : before;
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// From the top.
    public List<RawField> fields() {
        return fields;
    }

    public int count(String name) {
        int count = 0;
        for (int at = lowest.getOrDefault(lower(name), NONE); at != NONE; at = above[at]) {
            count++;
        }
        return count;
    }

    /// What a signature covers of the header section, without its own field: for each name the lowest
    /// field of that name that has not been taken, or nothing when there is none. RFC 6376 §5.4.2.
    ///
    /// @param names as in `h=`
    /// @param own the field that carries the signature, when it stands in the header section already:
    ///     its signer did not see it there
    public byte[] chosen(List<String> names, Canonicalization form, @Nullable RawField own) {
        ByteArrayOutputStream chosen = new ByteArrayOutputStream(2_048);
        Map<String, Integer> next = new HashMap<>();
        for (String name : names) {
            String lower = lower(name);
            int at = next.getOrDefault(lower, lowest.getOrDefault(lower, NONE));
            if (at != NONE && fields.get(at) == own) {
                at = above[at];
            }
            if (at != NONE) {
                chosen.writeBytes(canonical(at, form));
                next.put(lower, above[at]);
            }
        }
        return chosen.toByteArray();
    }

    private byte[] canonical(int at, Canonicalization form) {
        byte[] @Nullable [] all = forms.computeIfAbsent(form, _ -> new byte[above.length][]);
        byte[] one = all[at];
        if (one == null) {
            one = form.field(fields.get(at));
            all[at] = one;
        }
        return one;
    }

    /// A signature's own field as it is hashed for itself: the value of `b=` taken out, the blanks
    /// around it too, and no line end. RFC 6376 §3.5, §3.7.
    public static byte[] unsigned(RawField signature, Canonicalization form) {
        return form.unended(withoutSignature(signature));
    }

    private static byte[] withoutSignature(RawField field) {
        byte[] octets = Arrays.copyOfRange(field.source(), field.start(), field.end());
        int tag = field.colon() - field.start() + 1;
        while (tag < octets.length) {
            int end = tag;
            int equals = NONE;
            while (end < octets.length && octets[end] != ';') {
                if (equals == NONE && octets[end] == '=') {
                    equals = end;
                }
                end++;
            }
            if (equals != NONE && isNamedB(octets, tag, equals)) {
                byte[] shorter = Arrays.copyOf(octets, octets.length - (end - equals - 1));
                System.arraycopy(octets, end, shorter, equals + 1, octets.length - end);
                return shorter;
            }
            tag = end + 1;
        }
        return octets;
    }

    private static boolean isNamedB(byte[] octets, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(octets[start])) {
            start++;
        }
        while (end > start && isBlank(octets[end - 1])) {
            end--;
        }
        return end - start == 1 && octets[start] == 'b';
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }
}
