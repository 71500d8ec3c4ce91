// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;

/// The header fields about a part's content that have properties of their own. RFC 8621 §4.1.4.
final class ContentFields {
    private ContentFields() {}

    static String contentType(JmapObject part, String path, String type, Optional<String> charset) {
        StringBuilder field = new StringBuilder("Content-Type: ").append(type);
        if (type.startsWith("text/")) {
            charset.ifPresent(label -> field.append("; charset=").append(label));
        }
        name(part, path).ifPresent(name -> ParameterWriter.add(field, "name", name));
        return field.toString();
    }

    private static Optional<String> name(JmapObject part, String path) {
        Optional<String> name = part.findString("name").filter(text -> !text.isEmpty());
        name.ifPresent(text ->
                refuseUnless(
                        text.length() <= 1_000 && text.chars().noneMatch(c -> c < ' ' || c == 0x7F),
                        path + "/name"));
        return name;
    }

    /// All but Content-Type.
    static List<String> of(JmapObject part, String path) {
        List<String> fields = new ArrayList<>();
        part.findString("disposition")
                .ifPresent(disposition -> {
                    refuseUnless(isToken(disposition), path + "/disposition");
                    StringBuilder field =
                            new StringBuilder("Content-Disposition: ").append(disposition);
                    name(part, path)
                            .ifPresent(name -> ParameterWriter.add(field, "filename", name));
                    fields.add(field.toString());
                });
        part.findString("cid")
                .ifPresent(cid -> {
                    refuseUnless(
                            cid.length() < 900
                                    && !cid.isEmpty()
                                    && cid.chars()
                                            .allMatch(c ->
                                                    c > ' ' && c < 0x7F && "<>".indexOf(c) < 0),
                            path + "/cid");
                    fields.add("Content-ID: <" + cid + ">");
                });
        part.findStrings("language")
                .filter(all -> !all.isEmpty())
                .ifPresent(languages -> {
                    refuseUnless(
                            languages.size() <= 20
                                    && languages.stream().allMatch(ContentFields::isToken),
                            path + "/language");
                    fields.add("Content-Language: " + String.join(", ", languages));
                });
        part.findString("location")
                .ifPresent(location -> {
                    refuseUnless(
                            location.length() < 900
                                    && location.chars().allMatch(c -> c > ' ' && c < 0x7F),
                            path + "/location");
                    fields.add("Content-Location: " + location);
                });
        return fields;
    }

    static void refuseUnless(boolean good, String path) {
        if (!good) {
            throw SetError.invalidProperty(path, "is not of the form that it must have");
        }
    }

    static boolean isToken(String text) {
        return text.matches("[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,127}");
    }
}
