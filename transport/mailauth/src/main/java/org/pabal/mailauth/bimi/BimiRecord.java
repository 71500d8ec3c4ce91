// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.bimi;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.pabal.mailauth.TagList;

/// The TXT record at `default._bimi.DOMAIN`: `v=BIMI1; l=https://…/logo.svg; a=https://…/mark.pem`.
///
/// @param location of the indicator, an SVG file; empty when the domain declines to have one
/// @param evidence location of the certificate for it; may be empty
public record BimiRecord(String location, String evidence) {
    private static final Pattern VERSION =
            Pattern.compile("\\s*v\\s*=\\s*BIMI1\\s*(;.*)?", Pattern.DOTALL);
    private static final Pattern URI =
            Pattern.compile("https://[A-Za-z0-9.-]+(:\\d+)?/[\\x21-\\x7E]*");
    private static final int MAX_OCTETS = 4_096;

    /// What the TXT records of the name say.
    public sealed interface Found {
        record One(BimiRecord record) implements Found {}

        record None() implements Found {}

        record Unusable(String reason) implements Found {}
    }

    public static String nameFor(String domain) {
        return "default._bimi." + domain;
    }

    /// @param texts of the TXT records, the strings of each joined
    public static Found parse(List<String> texts) {
        List<String> ours = texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        if (ours.isEmpty()) {
            return new Found.None();
        }
        if (ours.size() > 1 || ours.getFirst().length() > MAX_OCTETS) {
            return new Found.Unusable("there are several records, or one that is too long");
        }
        try {
            TagList tags = TagList.parse(ours.getFirst());
            return judge(tags.get("l").orElse(""), tags.get("a").orElse(""));
        } catch (TagList.MalformedException malformed) {
            return new Found.Unusable(String.valueOf(malformed.getMessage()));
        }
    }

    private static Found judge(String location, String evidence) {
        if (!location.isEmpty()
                && (!URI.matcher(location).matches()
                        || !withoutQuery(location).endsWith(".svg")
                                && !withoutQuery(location).endsWith(".svg.gz"))) {
            return new Found.Unusable("l= is not the https: address of an .svg file");
        }
        if (!evidence.isEmpty() && !URI.matcher(evidence).matches()) {
            return new Found.Unusable("a= is not an https: address");
        }
        return new Found.One(new BimiRecord(location, evidence));
    }

    private static String withoutQuery(String uri) {
        int end = uri.indexOf('?');
        return (end < 0 ? uri : uri.substring(0, end)).toLowerCase(Locale.ROOT);
    }
}
