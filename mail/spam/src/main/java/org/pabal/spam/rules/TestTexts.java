// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.pabal.spam.Finding;

/// What each test means, in one plain sentence for people.
///
/// A key is a test's name, or the beginning of several names with `*`: `DNSBL_*` explains all lists
/// that the settings name. Where a sentence holds `{detail}` the finding's detail stands there; to
/// others it is appended in parentheses.
public final class TestTexts {
    private static final String DETAIL = "{detail}";
    private static final Map<String, String> ENGLISH = read("tests_en.properties");
    private static final Map<String, String> KOREAN = read("tests_ko.properties");

    private TestTexts() {}

    /// A sentence without the detail. A test that nobody has explained is said to be one.
    public static String of(String test, TextLanguage language) {
        return with(sentence(test, language), "");
    }

    /// The sentence with the finding's detail.
    public static String of(Finding finding, TextLanguage language) {
        return with(sentence(finding.test(), language), finding.detail());
    }

    private static String with(String sentence, String detail) {
        if (sentence.contains(DETAIL)) {
            return sentence.replace(DETAIL, detail.isEmpty() ? "?" : detail);
        }
        return detail.isEmpty() ? sentence : sentence + " (" + detail + ")";
    }

    /// Whether there is a sentence for it.
    public static boolean isExplained(String test) {
        return !key(test).isEmpty();
    }

    /// The tests, and the families of tests as `NAME_*`.
    public static Set<String> names() {
        return ENGLISH.keySet();
    }

    /// The keys of a language, for the check that none is missing.
    static Set<String> keys(TextLanguage language) {
        return texts(language).keySet();
    }

    private static String sentence(String test, TextLanguage language) {
        String key = key(test);
        if (key.isEmpty()) {
            return language == TextLanguage.KOREAN
                    ? "다른 프로그램의 검사 " + test
                    : "The test " + test + " of another program";
        }
        return texts(language).getOrDefault(key, test);
    }

    /// The test itself, or the longest beginning of its name that has a sentence.
    static String key(String test) {
        if (ENGLISH.containsKey(test)) {
            return test;
        }
        for (int end = test.lastIndexOf('_'); end > 0; end = test.lastIndexOf('_', end - 1)) {
            String family = test.substring(0, end + 1) + "*";
            if (ENGLISH.containsKey(family)) {
                return family;
            }
        }
        return "";
    }

    private static Map<String, String> texts(TextLanguage language) {
        return switch (language) {
            case ENGLISH -> ENGLISH;
            case KOREAN -> KOREAN;
        };
    }

    private static Map<String, String> read(String name) {
        Properties properties = new Properties();
        try (InputStream in = TestTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> texts.put((String) key, (String) value));
        return Map.copyOf(texts);
    }
}
