// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a line of the server must look like, and what was captured from the lines before.
///
/// Octets are compared one by one: both sides are seen as ISO 8859-1 text of their octets.
final class LinePattern {

    private static final Pattern PLACE =
            Pattern.compile("\\{(?:/(?<regex>.*?)/|(?<name>[A-Za-z][A-Za-z0-9-]*))\\}");

    private final Map<String, String> captured = new HashMap<>();

    /// Whether the octets match the pattern; if so its new names are captured.
    boolean matches(String pattern, byte[] octets) {
        Map<String, String> groups = new LinkedHashMap<>();
        Matcher line =
                Pattern.compile(regex(pattern, groups), Pattern.DOTALL)
                        .matcher(new String(octets, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            return false;
        }
        groups.forEach((name, group) -> captured.put(name, line.group(group)));
        return true;
    }

    private String regex(String pattern, Map<String, String> groups) {
        String text =
                new String(pattern.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Matcher place = PLACE.matcher(text);
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (place.find()) {
            regex.append(quote(text.substring(end, place.start())));
            regex.append(part(place.group("regex"), place.group("name"), groups));
            end = place.end();
        }
        return regex.append(quote(text.substring(end))).toString();
    }

    private String part(@Nullable String regex, @Nullable String name, Map<String, String> groups) {
        if (regex != null) {
            return "(?:" + regex + ")";
        }
        if (name == null || name.equals("any")) {
            return ".*";
        }
        String known = captured.get(name);
        if (known != null) {
            return quote(known);
        }
        String group = groups.get(name);
        if (group != null) {
            return "\\k<" + group + ">";
        }
        group = "captured" + groups.size();
        groups.put(name, group);
        return "(?<" + group + ">.+?)";
    }

    private static String quote(String text) {
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    /// The text of the client with captured names put in; other braces stay.
    String fill(String text) {
        return PLACE.matcher(text)
                .replaceAll(place -> {
                    String name = place.group("name");
                    String known = name == null ? null : captured.get(name);
                    return Matcher.quoteReplacement(known == null ? place.group() : utf8(known));
                });
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
