// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneServers;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.message.Domain;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;
import org.pabal.server.setup.ThisHost;

/// This host and its settings, for whoever sets it up.
///
/// @param kept the one by which all pages keep settings
/// @param signing the keys of a domain
/// @param published has it looked whether a domain's keys can sign
/// @param again stops the server and starts it again; returns at once
record FirstRunHost(
        DataDirectory data,
        Settings settings,
        KeptSettings kept,
        Supplier<Resolver> dns,
        Function<Domain, List<PublicKeyRecord>> signing,
        Consumer<Domain> published,
        Runnable again)
        implements ThisHost {

    @Override
    public List<OwnAddress> addresses() {
        return Doctor.addresses().stream()
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(address -> new OwnAddress(address, Doctor.isPublic(address)))
                .toList();
    }

    @Override
    public Optional<String> systemName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getCanonicalHostName());
        } catch (UnknownHostException nameless) {
            return Optional.empty();
        }
    }

    @Override
    public Resolver resolver() {
        return dns.get();
    }

    @Override
    public Resolver resolverOfZone(String domain) {
        return ZoneServers.of(domain, dns.get());
    }

    @Override
    public List<PublicKeyRecord> keys(Domain domain) {
        return signing.apply(domain);
    }

    @Override
    public void lookAtKeys(Domain domain) {
        published.accept(domain);
    }

    @Override
    public List<X509Certificate> certificate() {
        return Doctor.certificates(Doctor.certificate(data, settings)).stream()
                .findFirst()
                .orElse(List.of());
    }

    @Override
    public String origin(String key) {
        return setting(key).origin();
    }

    @Override
    public String value(String key) {
        return setting(key).text();
    }

    private Settings.Value setting(String key) {
        return SettingsTable.all().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .map(settings::value)
                .orElseThrow(() -> new IllegalArgumentException("no such setting: " + key));
    }

    @Override
    public void keep(Map<String, String> changes) throws IOException {
        kept.put(changes);
    }

    @Override
    public void startAgain() {
        again.run();
    }
}
