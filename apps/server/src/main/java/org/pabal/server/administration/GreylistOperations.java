// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.pabal.filter.greylist.Greylist;

/// What greylisting remembers, and whom administrators never let wait.
public final class GreylistOperations {
    private static final int MAX_LISTED = 10_000;

    private final Supplier<Greylist> greylist;

    public GreylistOperations(Supplier<Greylist> greylist) {
        this.greylist = greylist;
    }

    /// `records`, each with `state`, `source`, `sender`, `recipient`, `first`, `last`, `count` and
    /// `passes`: from when on it may come again, or empty.
    ///
    /// @param arguments `text` that source, sender or recipient contains; `limit`
    Map<String, Object> list(Arguments arguments) {
        String text = arguments.text("text", "").toLowerCase(Locale.ROOT);
        int limit = arguments.count("limit", 100, MAX_LISTED);
        return Map.of(
                "records",
                greylist.get().list(text, limit).stream().map(GreylistOperations::shown).toList());
    }

    private static Map<String, Object> shown(Greylist.Shown record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("state", record.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        shown.put("source", record.source());
        shown.put("sender", record.sender());
        shown.put("recipient", record.recipient());
        shown.put("first", record.first().toString());
        shown.put("last", record.last().toString());
        shown.put("count", record.count());
        shown.put("passes", record.passes().map(Object::toString).orElse(""));
        return shown;
    }

    /// `source`, as it is kept.
    Map<String, Object> allow(Arguments arguments) {
        try {
            return Map.of("source", greylist.get().allow(arguments.text("source")));
        } catch (IllegalArgumentException unusable) {
            throw new Arguments.Unusable(String.valueOf(unusable.getMessage()));
        }
    }

    /// `removed`, how many records.
    ///
    /// @param arguments `name`: a source, sender or recipient as the list shows it
    Map<String, Object> forget(Arguments arguments) {
        String name = arguments.text("name");
        int removed = greylist.get().forget(name);
        if (removed == 0) {
            throw new Arguments.Unusable(
                    "greylisting knows no " + name + "; pabal greylist list shows all");
        }
        return Map.of("name", name, "removed", removed);
    }
}
