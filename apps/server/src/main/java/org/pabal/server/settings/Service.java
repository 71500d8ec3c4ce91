// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import java.util.Optional;

/// A service with its settings.
public final class Service {
    /// Whether there is a log-in in the clear that the settings could allow.
    enum PlainLogin {
        NONE,
        SETTABLE
    }

    private final String name;
    private final Setting<Boolean> enabled;
    private final Setting<Integer> port;
    private final Setting<List<String>> addresses;
    private final Setting<List<String>> proxies;
    private final Optional<Setting<Boolean>> loginWithoutTls;

    Service(
            Section section,
            String name,
            int port,
            boolean enabled,
            String address,
            PlainLogin plainLogin) {
        String table = "services." + name + ".";
        this.name = name;
        this.enabled =
                section.add(
                        table + "enabled",
                        Form.SWITCH,
                        Boolean.toString(enabled),
                        "Whether this service is open.");
        this.port = section.add(table + "port", Form.PORT, Integer.toString(port), "Its port.");
        this.addresses =
                section.add(
                        table + "address",
                        Form.LIST,
                        address,
                        "Its address, where it differs from `bind`, or several: IP addresses"
                                + " and `unix:/path` for a socket in the file system, for"
                                + " programs of this host's owner and group.");
        this.proxies =
                section.add(
                        table + "proxies",
                        Form.LIST,
                        "",
                        "Networks of proxies that tell the client's address by the PROXY"
                                + " protocol, and must: `[\"192.0.2.0/24\"]`.");
        this.loginWithoutTls =
                plainLogin == PlainLogin.NONE
                        ? Optional.empty()
                        : Optional.of(
                                section.add(
                                        table + "login-without-tls",
                                        Form.SWITCH,
                                        "false",
                                        "Whether passwords may be sent in clear here: never on"
                                                + " a network."));
    }

    public String name() {
        return name;
    }

    public Setting<Boolean> enabled() {
        return enabled;
    }

    public Setting<Integer> port() {
        return port;
    }

    public Setting<List<String>> addresses() {
        return addresses;
    }

    public Setting<List<String>> proxies() {
        return proxies;
    }

    public boolean allowsLoginWithoutTls(Settings settings) {
        return loginWithoutTls.map(settings::get).orElse(false);
    }
}
