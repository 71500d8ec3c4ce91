// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pabal.mta.relay.Finding;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.mta.routing.NextHop;

/// What administrators may ask of the smarthosts.
public final class RelayOperations {
    private final Supplier<SenderChecks> checks;

    /// @param checks throws `UnavailableException` where no server runs
    public RelayOperations(Supplier<SenderChecks> checks) {
        this.checks = checks;
    }

    /// Asks every smarthost now: `relays`, each with `name`, `host`, `tls` and `user`; `findings`,
    /// each with `relay`, `domain`, `sender`, `finding`, `refused`, `reply` and `at`.
    Map<String, Object> check() {
        SenderChecks all = checks.get();
        List<Map<String, Object>> findings = new ArrayList<>();
        all.runAll().forEach(found -> findings.add(shown(found)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("relays", all.smarthosts().all().stream().map(RelayOperations::shown).toList());
        result.put("findings", findings);
        return result;
    }

    private static Map<String, Object> shown(NextHop.Relay relay) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", relay.name());
        shown.put("host", relay.host().toString());
        shown.put("tls", relay.host().tls().name().toLowerCase(java.util.Locale.ROOT));
        shown.put("user", relay.host().credentials().map(own -> own.name()).orElse(""));
        return shown;
    }

    private static Map<String, Object> shown(Finding found) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("relay", found.relay());
        shown.put("domain", found.sender().domain().name());
        shown.put("sender", found.sender().toString());
        shown.put("finding", found.kind().text());
        shown.put("refused", found.kind().isRefusal());
        shown.put("reply", found.text());
        shown.put("at", found.at().toString());
        return shown;
    }
}
