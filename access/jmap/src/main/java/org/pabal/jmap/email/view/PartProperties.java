// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which properties of a message's parts are wanted. RFC 8621 §4.1.4, EmailBodyPart.
///
/// @param names those that are no header fields
public record PartProperties(Set<String> names, List<HeaderProperty> fields) {
    private static final Set<String> KNOWN =
            Set.of(
                    "partId",
                    "blobId",
                    "size",
                    "headers",
                    "name",
                    "type",
                    "charset",
                    "disposition",
                    "cid",
                    "language",
                    "location",
                    "subParts");

    /// What is given unasked. RFC 8621 §4.2.
    public static final PartProperties DEFAULT =
            new PartProperties(
                    Set.of(
                            "partId",
                            "blobId",
                            "size",
                            "name",
                            "type",
                            "charset",
                            "disposition",
                            "cid",
                            "language",
                            "location"),
                    List.of());

    public PartProperties {
        names = Set.copyOf(names);
        fields = List.copyOf(fields);
    }

    /// @param unknown a name that is none, if there is one
    public record Parsed(PartProperties properties, Optional<String> unknown) {}

    public static Parsed parse(List<String> properties) {
        Set<String> names = new HashSet<>();
        List<HeaderProperty> fields = new ArrayList<>();
        Optional<String> unknown = Optional.empty();
        for (String property : properties) {
            Optional<HeaderProperty> field = HeaderProperty.parse(property);
            if (KNOWN.contains(property)) {
                names.add(property);
            } else if (field.isPresent()) {
                fields.add(field.get());
            } else {
                unknown = unknown.or(() -> Optional.of(property));
            }
        }
        return new Parsed(new PartProperties(names, fields), unknown);
    }

    boolean has(String name) {
        return names.contains(name);
    }
}
