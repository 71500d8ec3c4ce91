// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What is expected, with `{any}` and names for what is found. For one transcript.
final class JsonPattern {
    private static final Pattern NAME = Pattern.compile("\\{([a-z][A-Za-z0-9]*)\\}");
    private static final String MORE = "...";

    private final Map<String, String> known = new HashMap<>();

    /// With what is known in the place of its name.
    String filled(String text) {
        Matcher names = NAME.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (names.find()) {
            String value = known.getOrDefault(names.group(1), names.group());
            names.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return names.appendTail(filled).toString();
    }

    void compare(String path, JsonNode expected, JsonNode got, List<String> findings) {
        if (expected.isString() && expected.stringValue().equals("{any}") && !got.isMissingNode()) {
            return;
        }
        if (expected.isObject() && got.isObject()) {
            compareObjects(path, expected, got, findings);
        } else if (expected.isArray() && got.isArray() && expected.size() == got.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "/" + i, expected.path(i), got.path(i), findings);
            }
        } else if (expected.isString() && (got.isString() || got.isNumber())) {
            if (!matches(expected.stringValue(), got.asString())) {
                findings.add(path + ": expected " + expected + ", got " + got);
            }
        } else if (!expected.equals(got)) {
            findings.add(path + ": expected " + expected + ", got " + got);
        }
    }

    private void compareObjects(
            String path, JsonNode expected, JsonNode got, List<String> findings) {
        for (Map.Entry<String, JsonNode> each : expected.properties()) {
            if (each.getKey().equals(MORE)) {
                continue;
            }
            String name = filled(each.getKey());
            compare(path + "/" + name, each.getValue(), got.path(name), findings);
        }
        if (!expected.has(MORE)) {
            for (String name : got.propertyNames()) {
                boolean isWanted =
                        expected.propertyNames().stream().map(this::filled).anyMatch(name::equals);
                if (!isWanted && !(path.isEmpty() && name.equals("accountId"))) {
                    findings.add(path + "/" + name + ": not expected: " + got.get(name));
                }
            }
        }
    }

    /// Notes what names are met for the first time.
    boolean matches(String expected, String got) {
        StringBuilder regex = new StringBuilder();
        List<String> noted = new java.util.ArrayList<>();
        Matcher names = NAME.matcher(filled(expected));
        String text = filled(expected);
        int end = 0;
        while (names.find()) {
            regex.append(Pattern.quote(text.substring(end, names.start()))).append("(.*)");
            noted.add(names.group(1));
            end = names.end();
        }
        regex.append(Pattern.quote(text.substring(end)));
        Matcher matcher = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(got);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < noted.size(); i++) {
            if (!noted.get(i).equals("any")) {
                known.put(noted.get(i), matcher.group(i + 1));
            }
        }
        return true;
    }
}
