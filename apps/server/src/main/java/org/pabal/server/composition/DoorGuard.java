// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.bans.BanConfig;
import org.pabal.bans.Source;
import org.pabal.bans.guard.BanRegister;
import org.pabal.bans.guard.BanWatcher;
import org.pabal.bans.guard.Bans;
import org.pabal.bans.guard.Exemptions;
import org.pabal.directory.Account;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.RecentLogins;
import org.pabal.server.log.DovecotLog;
import org.pabal.server.settings.HttpTable;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.LogTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.storage.StorageException;
import org.pabal.wire.IpNetwork;

/// The guard of all doors, as the settings want it.
final class DoorGuard implements AutoCloseable {
    private final Bans bans;
    private final RecentLogins guard;
    private final DeviceWarnings warnings;
    private final Optional<NftSets> sets;

    private DoorGuard(
            Bans bans, RecentLogins guard, DeviceWarnings warnings, Optional<NftSets> sets) {
        this.bans = bans;
        this.guard = guard;
        this.warnings = warnings;
        this.sets = sets;
    }

    static DoorGuard open(Foundation foundation, Settings settings, String hostname)
            throws StartFailure {
        BanConfig config = config(settings);
        Optional<NftSets> sets = NftSets.of(settings.get(LimitsTable.BANS_NFTABLES));
        DeviceWarnings warnings =
                new DeviceWarnings(
                        foundation, hostname, settings.get(LimitsTable.BANS_TELL_OWNERS));
        OwnAddresses own = new OwnAddresses(foundation.clock(), config.loopback());
        try {
            Bans bans =
                    Bans.open(
                            foundation.storage(),
                            config,
                            foundation.clock(),
                            new Exemptions(
                                    config, own::now, name -> isAdministrator(foundation, name)),
                            sets.<BanWatcher>map(found -> found).orElse(BanWatcher.NONE),
                            warnings);
            LoginGuard guard =
                    settings.get(LogTable.LOG_MAIL_FORM).equals("pabal")
                            ? bans
                            : new DovecotLog(bans);
            return new DoorGuard(bans, new RecentLogins(guard, foundation.clock()), warnings, sets);
        } catch (StorageException unreadable) {
            throw new StartFailure(
                    "the bans in the store cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /// What the store has, while no server runs. Whom the settings never ban only the server knows.
    static BanRegister register(Foundation foundation) {
        BanConfig config = BanConfig.defaults();
        return Bans.open(
                        foundation.storage(),
                        config,
                        foundation.clock(),
                        new Exemptions(config, List::of, _ -> false),
                        BanWatcher.NONE,
                        Bans.DeviceNotice.NONE)
                .register();
    }

    private static BanConfig config(Settings settings) throws StartFailure {
        List<IpNetwork> never = new ArrayList<>();
        never.addAll(Networks.of(settings, LimitsTable.BANS_NEVER));
        never.addAll(Networks.of(settings, ReceptionTable.OWN_NETWORKS));
        never.addAll(Networks.of(settings, ReceptionTable.FRONT_NETWORKS));
        for (Service service : ServicesTable.SERVICES) {
            never.addAll(Networks.of(settings, service.proxies()));
        }
        never.addAll(Networks.of(settings, HttpTable.HTTP_PROXIES));
        boolean loopback = settings.get(LimitsTable.BANS_LOOPBACK);
        int guesses = settings.get(LimitsTable.BANS_GUESSES);
        if (guesses < 2 || guesses > 24 || settings.get(LimitsTable.BANS_POINTS) < 2) {
            throw new StartFailure(
                    "bans.guesses is from 2 to 24 and bans.points 2 at least: nobody is banned for"
                            + " one mistake");
        }
        if (settings.get(LimitsTable.BANS_FIRST).isZero()) {
            throw new StartFailure(
                    "bans.first is longer than 0s; set bans.enabled = false for no bans");
        }
        return new BanConfig(
                settings.get(LimitsTable.BANS),
                guesses,
                settings.get(LimitsTable.BANS_POINTS),
                settings.get(LimitsTable.BANS_FIRST),
                settings.get(LimitsTable.BANS_MOST),
                never.stream()
                        .filter(network -> !loopback || !network.base().isLoopbackAddress())
                        .toList(),
                loopback);
    }

    private static boolean isAdministrator(Foundation foundation, String name) {
        try {
            return Address.parse(name)
                    .flatMap(foundation.directory()::account)
                    .map(Account::role)
                    .filter(Role.ADMINISTRATOR::equals)
                    .isPresent();
        } catch (UnavailableException _) {
            return false; // a directory is down, and its people are no administrators
        }
    }

    /// The addresses of this host, looked at once a minute at most.
    private static final class OwnAddresses {
        private static final Duration FRESH = Duration.ofMinutes(1);

        private final InstantSource clock;
        private final boolean none;
        private volatile Seen seen = new Seen(List.of(), Instant.MIN);

        private record Seen(List<Source> sources, Instant at) {}

        OwnAddresses(InstantSource clock, boolean none) {
            this.clock = clock;
            this.none = none;
        }

        List<Source> now() {
            if (none) {
                return List.of();
            }
            Instant now = clock.instant();
            Seen last = seen;
            if (last.at().isBefore(now.minus(FRESH)) || last.at().isAfter(now)) {
                last = new Seen(looked(), now);
                seen = last;
            }
            return last.sources();
        }

        private static List<Source> looked() {
            try {
                return NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !isLocal(address))
                        .map(Source::of)
                        .collect(Collectors.toUnmodifiableList());
            } catch (SocketException _) {
                return List.of();
            }
        }

        private static boolean isLocal(InetAddress address) {
            return address.isLoopbackAddress() || address.isLinkLocalAddress();
        }
    }

    Bans bans() {
        return bans;
    }

    /// Whom doors ask.
    LoginGuard guard() {
        return guard;
    }

    /// What came of it lately.
    RecentLogins recent() {
        return guard;
    }

    void start() {
        sets.ifPresent(NftSets::start);
        bans.start();
    }

    @Override
    public void close() {
        bans.close();
        warnings.close();
        sets.ifPresent(NftSets::close);
    }
}
