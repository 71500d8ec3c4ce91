// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.filter.connector.ConnectorStatus;
import org.pabal.filter.lists.ListStatus;

/// What administrators may ask about those whom the spam filter asks: DNS lists, other filters,
/// scanners.
public final class ConnectorOperations {
    private final Supplier<Asked> asked;

    /// Whom the running server asks.
    public interface Asked {
        List<ListStatus> lists();

        List<ConnectorStatus> connectors();

        /// Asks each now, by its name: what is wrong with it, if anything.
        Map<String, Optional<String>> examine();
    }

    public ConnectorOperations(Supplier<Asked> asked) {
        this.asked = asked;
    }

    /// `lists`, each with `name`, `zone`, `state`, `why`, `asked`, `listed`, `failed`, `tested`.
    Map<String, Object> lists() {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (ListStatus list : asked.get().lists()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", list.name());
            each.put("zone", list.zone());
            each.put("state", list.state().word());
            each.put("why", list.why());
            each.put("asked", list.asked());
            each.put("listed", list.listed());
            each.put("failed", list.failed());
            list.tested().ifPresent(at -> each.put("tested", at.toString()));
            shown.add(each);
        }
        return Map.of("lists", shown);
    }

    /// `connectors`, each with `name`, `address`, `asked`, `failed`, and `trouble`: what is wrong now;
    /// empty for nothing.
    Map<String, Object> connectors() {
        Asked now = asked.get();
        Map<String, Optional<String>> examined = now.examine();
        List<Map<String, Object>> shown = new ArrayList<>();
        for (ConnectorStatus connector : now.connectors()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", connector.name());
            each.put("address", connector.address());
            each.put("asked", connector.asked());
            each.put("failed", connector.failed());
            each.put(
                    "trouble",
                    examined.getOrDefault(connector.name(), Optional.empty()).orElse(""));
            shown.add(each);
        }
        return Map.of("connectors", shown);
    }
}
