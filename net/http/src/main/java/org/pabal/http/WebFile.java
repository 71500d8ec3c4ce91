// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One file of the pages in its forms: as it is, and compressed.
///
/// @param forms the smallest first; the last is as it is
record WebFile(String path, String type, List<Form> forms) {
    private static final int TAG_OCTETS = 12;

    /// Endings by coding, the better first. RFC 9110 §8.4.1, RFC 7932 for `br`.
    private static final Map<String, String> TWINS = Map.of("br", ".br", "gzip", ".gz");

    private static final List<String> CODINGS = List.of("br", "gzip");

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("txt", "text/plain; charset=utf-8"));

    /// @param encoding empty for the file as it is
    /// @param tag strong, with its quotes; each form has its own (RFC 9110 §8.8.3.3)
    record Form(Optional<String> encoding, String tag, byte[] content) {

        /// Whether the client has it. RFC 9110 §13.1.2.
        boolean matches(List<String> fields) {
            return ForwardedField.split(fields, ',').stream()
                    .map(tagged -> tagged.startsWith("W/") ? tagged.substring(2) : tagged)
                    .anyMatch(tagged -> tagged.equals("*") || tagged.equals(tag));
        }
    }

    /// @param contents by path, with the twins
    static Map<String, WebFile> of(Map<String, byte[]> contents) {
        Map<String, WebFile> files = new HashMap<>();
        contents.forEach((path, content) -> {
            String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            if (type != null && !path.equals("/policy.json")) {
                files.put(path, of(path, type, content, contents));
            }
        });
        return Map.copyOf(files);
    }

    private static WebFile of(
            String path, String type, byte[] content, Map<String, byte[]> contents) {
        String hash = hash(content);
        List<Form> forms = new ArrayList<>();
        for (String coding : CODINGS) {
            byte[] twin = contents.get(path + TWINS.get(coding));
            if (twin != null && twin.length < content.length) {
                forms.add(new Form(Optional.of(coding), '"' + hash + '-' + coding + '"', twin));
            }
        }
        forms.add(new Form(Optional.empty(), '"' + hash + '"', content));
        return new WebFile(path, type, List.copyOf(forms));
    }

    boolean hasTwins() {
        return forms.size() > 1;
    }

    /// The smallest that the client can read.
    Form formFor(List<String> acceptEncoding) {
        for (Form form : forms) {
            if (form.encoding().isEmpty()
                    || AcceptEncoding.allows(acceptEncoding, form.encoding().get())) {
                return form;
            }
        }
        return forms.getLast();
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, TAG_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
