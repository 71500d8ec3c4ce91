// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.pabal.directory.AccountId;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.builtin.PasswordConfig;
import org.pabal.http.Homes;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.OwnNames;
import org.pabal.http.Route;
import org.pabal.jmap.credential.CredentialCapability;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.jmap.credential.CredentialServices;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.sasl.RecentLogins;
import org.pabal.server.administration.SignInOperations;
import org.pabal.server.autoconfig.Autoconfig;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.WebTable;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.SessionLimits;
import org.pabal.sessions.door.AuthDoor;
import org.pabal.sessions.door.SignInServices;
import org.pabal.sessions.door.SignedIn;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.EndWithPassword;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.OwedSignOuts;
import org.pabal.sessions.kept.Sessions;
import org.pabal.sessions.passkey.Ceremonies;
import org.pabal.sessions.passkey.RelyingParty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role that signs people in with a browser.
final class WebSignIn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebSignIn.class);
    private static final Duration SWEPT_EVERY = Duration.ofHours(1);

    private final KeptSessions kept;
    private final Sessions sessions;
    private final SignedIn signedIn;
    private final AuthDoor door;
    private final CredentialServices credentials;
    private final CredentialCapability capability;
    private final Autoconfig autoconfig;
    private final SignInOperations operations;
    private final Thread sweeper;

    WebSignIn(
            Foundation foundation,
            Settings settings,
            String hostname,
            LoginContexts logins,
            LoginGuard guard,
            RecentLogins recent,
            Homes homes)
            throws StartFailure {
        KeptFactors factors = SecondFactorSettings.kept(foundation);
        this.kept = sessions(foundation, limits(settings), factors);
        this.sessions = kept.sessions();
        Demands demands = new Demands(SecondFactorSettings.demanding(settings), factors);
        this.operations = new SignInOperations(foundation.directory(), sessions, factors, demands);
        this.signedIn = new SignedIn(sessions, foundation.directory(), demands, foundation.clock());
        WebNames names = WebNames.of(settings, hostname, foundation.directory());
        RelyingParty party = RelyingParty.of(names.publicName());
        List<Program> programs = MailPrograms.of(settings, hostname);
        this.capability =
                new CredentialCapability(
                        PasswordConfig.defaults().minCharacters(), party.origin(), programs);
        PasswordChange passwords = new PasswordChange(foundation.directory());
        LoginDoor guarded = new LoginDoor("web", guard, LoginPause.SLEEP);
        RandomText random = new RandomText(new SecureRandom());
        this.autoconfig =
                new Autoconfig(
                        programs,
                        foundation.directory()::isLocal,
                        names::askedDomain,
                        foundation.clock(),
                        random);
        Ceremonies passkeys = new Ceremonies(party, foundation.clock(), random);
        Enrolment enrolment = new Enrolment(factors, passkeys, foundation.clock(), random);
        this.door =
                new AuthDoor(
                        new SignInServices(
                                foundation.directory(),
                                passwords,
                                sessions,
                                factors,
                                demands,
                                passkeys,
                                enrolment,
                                client -> context(logins, client),
                                homes,
                                guarded,
                                foundation.clock(),
                                random),
                        signedIn);
        this.credentials =
                new CredentialServices(
                        foundation.directory(),
                        passwords,
                        sessions,
                        factors,
                        demands,
                        enrolment,
                        party,
                        guarded,
                        foundation.clock(),
                        random,
                        autoconfig.profiles(),
                        recent);
        this.sweeper = Thread.ofVirtual().name("sessions").unstarted(this::keepSweeping);
    }

    /// With the directory telling them when they end; also for commands without a server.
    static KeptSessions sessions(Foundation foundation, SessionLimits limits, KeptFactors factors) {
        Sessions sessions =
                new Sessions(
                        foundation.storage(),
                        limits,
                        foundation.clock(),
                        new RandomText(new SecureRandom()));
        foundation.directory().whenSignInChanges(sessions::signInChanged);
        OwedSignOuts owed =
                new OwedSignOuts(foundation.storage(), foundation.directory(), foundation.clock());
        EndWithPassword end = new EndWithPassword(foundation.storage(), sessions, factors, owed);
        end.recover();
        foundation.directory().watchPasswords(end);
        foundation.mailboxes().listen(ending(sessions));
        return new KeptSessions(sessions, end, owed);
    }

    /// With an account that moves to another host, or is no more.
    private static StoreListener ending(Sessions sessions) {
        return new StoreListener() {
            @Override
            public void removed(AccountId account) {
                sessions.signInChanged(account);
            }
        };
    }

    /// Sessions, what ends them with a password, and of what other hosts are to be told then.
    record KeptSessions(Sessions sessions, EndWithPassword end, OwedSignOuts owed) {}

    private static SessionLimits limits(Settings settings) throws StartFailure {
        Duration idle = settings.get(WebTable.WEB_SESSION_IDLE);
        Duration longest = settings.get(WebTable.WEB_SESSION_LONGEST);
        if (idle.compareTo(Duration.ofMinutes(1)) < 0 || longest.compareTo(idle) < 0) {
            throw new StartFailure(
                    "web.session-idle is 1m at least, and web.session-longest no less");
        }
        return SessionLimits.lasting(idle, longest);
    }

    private static LoginContext context(LoginContexts logins, HttpClientFacts client) {
        return logins.of(
                Optional.empty(), Optional.of(OwnNames.bare(client.host())), LoginService.WEB);
    }

    void open(Web web) {
        web.add(new Route(Set.of("GET", "POST", "DELETE"), "/auth/*", door));
        autoconfig.inTheClear().forEach(web::addInTheClear);
        autoconfig.routes(web.homes()).forEach(web::add);
        sweeper.start();
    }

    Sessions sessions() {
        return sessions;
    }

    KeptSessions kept() {
        return kept;
    }

    SignedIn signedIn() {
        return signedIn;
    }

    SignInOperations operations() {
        return operations;
    }

    AuthDoor door() {
        return door;
    }

    CredentialCapability capability() {
        return capability;
    }

    CredentialServices credentials() {
        return credentials;
    }

    private void keepSweeping() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                sessions.sweep();
            } catch (UnavailableException reason) {
                LOG.warn("event=sessions-not-swept reason=\"{}\"", reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=sessions-not-swept", bug);
            }
            LockSupport.parkNanos(this, SWEPT_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
    }
}
