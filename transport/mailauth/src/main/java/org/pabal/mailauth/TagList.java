// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A list of tags, `v=1; a=rsa-sha256; …`: signatures and the records of DKIM, ARC, DMARC, TLS
/// reporting and BIMI. RFC 6376 §3.2.
///
/// @param tags in the order of the list; values without the blanks around them
public record TagList(Map<String, String> tags) {
    /// More than any honest list has.
    private static final int MAX_TAGS = 100;

    /// What is wrong with a list.
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /// Reads a list. Names are told apart by case.
    ///
    /// @throws MalformedException when an element is no tag, or a tag stands twice
    public static TagList parse(String text) throws MalformedException {
        Map<String, String> tags = new LinkedHashMap<>();
        int at = 0;
        while (at <= text.length()) {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            String element = strip(text, at, end);
            if (!element.isEmpty()) {
                add(tags, element);
            } else if (semicolon >= 0) {
                throw new MalformedException("an empty tag");
            }
            at = end + 1;
        }
        return new TagList(tags);
    }

    /// What can be read of a list, for records whose errors are to be passed over (RFC 9989 §4.7):
    /// without what is no tag, and without tags that stand twice.
    public static TagList readable(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        String[] elements = text.split(";", MAX_TAGS + 1);
        for (int i = 0; i < Math.min(elements.length, MAX_TAGS); i++) {
            Map<String, String> one = new LinkedHashMap<>();
            try {
                add(one, strip(elements[i], 0, elements[i].length()));
            } catch (MalformedException noTag) {
                continue;
            }
            one.forEach((name, value) -> {
                if (tags.putIfAbsent(name, value) != null) {
                    twice.add(name);
                }
            });
        }
        tags.keySet().removeAll(twice);
        return new TagList(tags);
    }

    private static void add(Map<String, String> tags, String element) throws MalformedException {
        int equals = element.indexOf('=');
        if (equals < 0) {
            throw new MalformedException("not a tag: " + shown(element));
        }
        String name = strip(element, 0, equals);
        if (!isName(name)) {
            throw new MalformedException("not a name of a tag: " + shown(name));
        }
        String value = strip(element, equals + 1, element.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0x7F || c < ' ' && !isBlank(c)) {
                throw new MalformedException("a control character in " + name + "=");
            }
        }
        if (tags.putIfAbsent(name, value) != null) {
            throw new MalformedException("the tag " + name + "= stands twice");
        }
        if (tags.size() > MAX_TAGS) {
            throw new MalformedException("more than " + MAX_TAGS + " tags");
        }
    }

    /// `ALPHA *(ALPHA / DIGIT / "_")`.
    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean later = c >= '0' && c <= '9' || c == '_';
            if (!letter && !(later && i > 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static String strip(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 40); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return "\"" + shown + "\"";
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    /// The value without any blank in it: base64 and lists may be folded anywhere.
    public Optional<String> unfolded(String name) {
        return get(name).map(TagList::withoutBlanks);
    }

    private static String withoutBlanks(String value) {
        StringBuilder kept = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (!isBlank(value.charAt(i))) {
                kept.append(value.charAt(i));
            }
        }
        return kept.length() == value.length() ? value : kept.toString();
    }
}
