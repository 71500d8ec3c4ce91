// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.Domain;

/// Takes out of an arriving mail's header section the results that claim to be ours. RFC 8601 §5,
/// THREATS D05.
///
/// A field goes if its authserv-id is one of ours, however it is written: in any case, as a string,
/// with comments before or within, with a version or without, with a final dot, as A-labels. A field in
/// which nobody can find an id goes if our name stands anywhere in it, since a laxer reader might find
/// it there. All lines up to the empty one are looked at, also behind a line that is no field: some
/// readers go on there. The results of others and those in ARC sets stay.
public final class ForgedResults {
    private static final byte[] NAME =
            AuthenticationResults.FIELD
                    .toLowerCase(Locale.ROOT)
                    .getBytes(StandardCharsets.US_ASCII);

    private final List<String> ours;

    /// @param ours the names in which this server and its like say results
    public ForgedResults(Collection<String> ours) {
        this.ours = ours.stream().map(ForgedResults::compared).distinct().toList();
    }

    /// What is left of a header section, and how many fields were taken out.
    public record Cleaned(byte[] section, int removed) {}

    /// @param section with its empty line, if it has one, and perhaps with what comes behind
    public Cleaned remove(byte[] section) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        int removed = 0;
        int keptTo = 0;
        int at = 0;
        while (at < section.length && !isEmptyLine(section, at)) {
            int colon = colon(section, at);
            int end = endOfField(section, at);
            if (colon >= 0 && isOurs(text(section, colon + 1, end))) {
                kept.write(section, keptTo, at - keptTo);
                keptTo = end;
                removed++;
            }
            at = end;
        }
        if (removed == 0) {
            return new Cleaned(section, 0);
        }
        kept.write(section, keptTo, section.length - keptTo);
        return new Cleaned(kept.toByteArray(), removed);
    }

    private static boolean isEmptyLine(byte[] section, int at) {
        return section[at] == '\n'
                || section[at] == '\r' && at + 1 < section.length && section[at + 1] == '\n';
    }

    /// Of a field of results that begins here; -1 when none does. RFC 5322 §4.5.
    private static int colon(byte[] section, int start) {
        for (int i = 0; i < NAME.length; i++) {
            if (start + i >= section.length || lower(section[start + i]) != NAME[i]) {
                return -1;
            }
        }
        int at = start + NAME.length;
        while (at < section.length && (section[at] == ' ' || section[at] == '\t')) {
            at++;
        }
        return at < section.length && section[at] == ':' ? at : -1;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    private static int endOfField(byte[] section, int start) {
        int at = start;
        do {
            while (at < section.length && section[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, section.length);
        } while (at < section.length && (section[at] == ' ' || section[at] == '\t'));
        return at;
    }

    private static String text(byte[] section, int from, int to) {
        return new String(section, from, to - from, StandardCharsets.UTF_8);
    }

    boolean isOurs(String value) {
        Optional<String> id = ResultsReader.authservId(value);
        if (id.isPresent() && ours.contains(compared(id.get()))) {
            return true;
        }
        Optional<String> head =
                ResultsReader.head(value).map(text -> text.toLowerCase(Locale.ROOT));
        return head.isPresent()
                ? ours.stream().anyMatch(our -> beginsWith(head.get(), our))
                : contains(value);
    }

    /// Whether behind our name something stands that ends a name, or a version.
    private static boolean beginsWith(String head, String our) {
        if (!head.startsWith(our)) {
            return false;
        }
        String rest = head.substring(our.length());
        return rest.chars().allMatch(c -> c >= '0' && c <= '9')
                || !ResultText.isOfToken(rest.charAt(0));
    }

    private boolean contains(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return ours.stream().anyMatch(lower::contains);
    }

    private static String compared(String id) {
        String lower = id.strip().toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return Domain.parse(plain).map(Domain::toAscii).orElse(plain);
    }
}
