// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.HashMap;
import java.util.Map;

/// Finds settings that contradict each other.
final class SettingsTogether {
    private final SettingsFound found;

    private SettingsTogether(SettingsFound found) {
        this.found = found;
    }

    /// @param found gets what is wrong
    static void check(SettingsFound found) {
        SettingsTogether check = new SettingsTogether(found);
        check.both(TlsTable.TLS_CERTIFICATE, TlsTable.TLS_KEY);
        check.both(DeliveryTable.DELIVERY_CERTIFICATE, DeliveryTable.DELIVERY_KEY);
        check.both(SmarthostTable.RELAY_USER, SmarthostTable.RELAY_PASSWORD_FILE);
        check.userHasHost();
        for (TableKind kind : TableKind.all()) {
            found.problems(kind.contradictions().apply(found.of(kind)));
        }
        found.problems(
                RelayTable.contradictions(found.relays(), found.isSet(SmarthostTable.RELAY_HOST)));
        check.eachItsPort();
    }

    private void both(Setting<?> first, Setting<?> second) {
        if (found.isSet(first) != found.isSet(second)) {
            Setting<?> present = found.isSet(first) ? first : second;
            Setting<?> absent = found.isSet(first) ? second : first;
            found.problem(
                    found.originOf(present),
                    present.key() + " is set but " + absent.key() + " is not; set both or neither");
        }
    }

    private void userHasHost() {
        if (!found.isSet(SmarthostTable.RELAY_HOST) && found.isSet(SmarthostTable.RELAY_USER)) {
            found.problem(
                    found.originOf(SmarthostTable.RELAY_USER),
                    "relay.user is set but relay.host is not; set relay.host or remove"
                            + " relay.user");
        }
    }

    private void eachItsPort() {
        Map<Integer, String> taken = new HashMap<>();
        for (Service service : ServicesTable.SERVICES) {
            String port = found.value(service.port()).text();
            if (!found.value(service.enabled()).text().equals("true") || port.equals("0")) {
                continue;
            }
            String other = taken.put(Integer.parseInt(port), service.name());
            if (other != null) {
                found.problem(
                        found.originOf(service.port()),
                        "the services "
                                + other
                                + " and "
                                + service.name()
                                + " have the same port "
                                + port
                                + "; give one of them another or switch it off");
            }
        }
    }
}
