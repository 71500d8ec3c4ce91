// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.member.Membership;
import org.pabal.directory.Directory;
import org.pabal.directory.Subaddress;
import org.pabal.dns.Resolver;
import org.pabal.filter.Greylisting;
import org.pabal.filter.greylist.Greylist;
import org.pabal.filter.greylist.GreylistStore;
import org.pabal.filter.learning.Learning;
import org.pabal.filter.learning.WordListener;
import org.pabal.mailauth.doctor.PolicyFile;
import org.pabal.mailauth.doctor.ServiceRecord;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.routing.MailHosts;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.server.settings.QueueTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// The router that a server with these settings would have. The settings are read when they are
/// needed: other commands work although something in them is wrong.
///
/// @param data where secrets are when the settings name no file
/// @param file the settings file, if there is one
/// @param hosts this host among the others, where that is known
record OfflineRouting(
        Directory directory, Path data, Optional<Path> file, Optional<Membership> hosts) {

    Optional<Domain> defaultDomain() {
        try {
            return Server.defaultDomain(settings());
        } catch (SettingsException | StartFailure _) {
            return Optional.empty(); // told when the router is asked for
        }
    }

    /// Nobody's where the settings cannot be read.
    boolean demandsSecondFactor(Domain domain) {
        try {
            return SecondFactorSettings.demanding(settings()).test(domain);
        } catch (SettingsException | StartFailure _) {
            return false;
        }
    }

    /// The preset where the settings cannot be read.
    static Subaddress subaddress(DataDirectory data, Optional<Path> file) {
        try {
            return RoutingSettings.subaddress(settings(data.path(), file));
        } catch (SettingsException _) {
            return Subaddress.PLUS;
        }
    }

    /// This host among the others; empty where the settings cannot be used.
    static Optional<Membership> membership(DataDirectory data, Optional<Path> file) {
        try {
            Settings settings = settings(data.path(), file);
            return Optional.of(
                    ClusterSettings.membership(
                            data, settings, Server.hostname(settings), InstantSource.system()));
        } catch (SettingsException | StartFailure _) {
            return Optional.empty();
        }
    }

    /// None where the settings cannot be read.
    static ForeignDirectories directories(
            DataDirectory data, Optional<Path> file, Optional<Membership> hosts) {
        try {
            Settings settings = settings(data.path(), file);
            return DirectorySources.open(
                    settings,
                    name -> hosts.flatMap(known -> known.nameOf(name)),
                    name -> hosts.filter(known -> known.isSelf(name)).isPresent());
        } catch (SettingsException | StartFailure _) {
            return ForeignDirectories.NONE;
        }
    }

    /// @throws UnavailableException when the settings cannot be used, with the reason
    Router router() {
        try {
            Settings settings = settings();
            RoutingConfig config =
                    RoutingSettings.config(
                            settings, Server.defaultDomain(settings), InstantSource.system());
            return new Router(
                    directory,
                    config.with(
                                    SrsSettings.returns(
                                            settings,
                                            data,
                                            new SecureRandom(),
                                            InstantSource.system()))
                            .with(
                                    hosts.isEmpty()
                                            ? MailHosts.NONE
                                            : ClusterSettings.mailHosts(settings, hosts.get())));
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// The keys, and who asks the DNS about them.
    ///
    /// @throws UnavailableException as above
    Signing signing(Foundation foundation) {
        try {
            return new Signing(foundation, settings(), resolver());
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// The spam filter as the server would have it.
    ///
    /// @throws UnavailableException as above
    SpamFilter spam(Foundation foundation) {
        try {
            return new SpamFilter(
                    foundation,
                    settings(),
                    learning(foundation),
                    List.of(),
                    List.of(),
                    Greylisting.OFF);
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// What the filter has learnt; commands may teach it more.
    ///
    /// @throws UnavailableException as above
    Learning learning(Foundation foundation) {
        try {
            return FilterLearning.of(
                    foundation, WordListener.NOBODY, FilterLearning.config(settings()));
        } catch (SettingsException wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// Scripts as the server would compile them.
    ///
    /// @throws UnavailableException as above
    ScriptStore scripts(Foundation foundation) {
        try {
            return SieveSettings.scripts(settings(), foundation);
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// The lab as the server would have it.
    ///
    /// @throws UnavailableException as above
    SieveLab lab(Foundation foundation, DeliveryMemory memory) {
        try {
            Settings settings = settings();
            return AgentSettings.lab(
                    settings,
                    Server.hostname(settings),
                    foundation,
                    SieveSettings.scripts(settings, foundation),
                    memory,
                    FilterLearning.history(foundation)::knows);
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// @throws UnavailableException when the settings or the file cannot be used, with the reason
    int rotateSecrets() {
        try {
            return SrsSettings.rotate(settings(), data);
        } catch (SettingsException wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// @throws UnavailableException when the settings cannot be used, with the reason
    Resolver resolver() {
        try {
            return DnsSettings.resolver(settings(), InstantSource.system());
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// What `pabal serve` would call itself; `localhost` where that is not known.
    String hostname() {
        try {
            return Server.hostname(settings());
        } catch (SettingsException | StartFailure _) {
            return "localhost";
        }
    }

    /// The file with the certificate that a server would show.
    Path certificate(DataDirectory data) {
        try {
            return Doctor.certificate(data, settings());
        } catch (SettingsException wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// What a server would offer to mail programs.
    List<ServiceRecord> services() {
        try {
            Settings settings = settings();
            return Doctor.services(settings, Server.hostname(settings));
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    /// A domain's policy of MTA-STS, as it is published now.
    PolicyFile.Fetched policy(String domain) {
        try (Wire wire = new Wire(WireLimits.standard())) {
            return Doctor.policies(settings(), wire, resolver()).fetch(domain);
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    Duration ledgerRetention() {
        try {
            return settings().get(QueueTable.LEDGER_RETENTION);
        } catch (SettingsException wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    Greylist greylist(Foundation foundation) {
        try {
            return new Greylist(
                    Greylists.rules(settings()),
                    new GreylistStore(foundation.storage()),
                    foundation.clock());
        } catch (SettingsException | StartFailure wrong) {
            throw new UnavailableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    private Settings settings() throws SettingsException {
        return settings(data, file);
    }

    private static Settings settings(Path data, Optional<Path> file) throws SettingsException {
        return SettingsReader.read(data, file, System.getenv(), Map.of());
    }
}
