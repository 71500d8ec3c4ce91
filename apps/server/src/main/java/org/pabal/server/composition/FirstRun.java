// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.builtin.PasswordConfig;
import org.pabal.message.UnavailableException;
import org.pabal.mta.relay.GreetingProbe;
import org.pabal.mta.relay.SmtpSenderProbe;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.SetupOperations;
import org.pabal.server.checks.RelayCheck;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.settings.Settings;
import org.pabal.server.setup.Setup;
import org.pabal.server.setup.SetupServices;
import org.pabal.sessions.RandomText;
import org.pabal.wire.Connector;
import org.pabal.wire.Door;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role that lets a new server be set up with a browser.
final class FirstRun implements SetupOperations.Parts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRun.class);
    private static final String PAGE = "/setup";

    private final Setup setup;
    private final GivenCertificate certificate;
    private final FirstRunRelay relay;
    private final Web web;

    /// @param doors by service, of those that are open
    /// @param again stops the server and starts it again; returns at once
    FirstRun(
            DataDirectory data,
            Foundation foundation,
            Settings settings,
            String hostname,
            Wire wire,
            TlsCertificates tls,
            LoginGuard guard,
            Transport transport,
            Connectors connectors,
            DkimOperations dkim,
            Web web,
            WebSignIn signIn,
            Supplier<Map<String, List<Door>>> doors,
            Runnable again)
            throws StartFailure {
        this.web = web;
        KeptSettings kept = new KeptSettings(data.path());
        this.certificate = new GivenCertificate(data, tls);
        Connector connector = new Connector(wire);
        RelayCheck relayCheck =
                new RelayCheck(
                        transport::resolver,
                        new SmtpSenderProbe(
                                hostname,
                                connector,
                                TlsClientContext.trustingAuthorities(),
                                transport.resolver()),
                        System::nanoTime);
        this.relay =
                new FirstRunRelay(
                        data,
                        settings,
                        kept,
                        () -> transport.outbound().checks().smarthosts(),
                        relayCheck);
        this.setup =
                new Setup(
                        new SetupServices(
                                foundation.directory(),
                                foundation.storage(),
                                signIn.signedIn(),
                                signIn.door(),
                                new LoginDoor("setup", guard, LoginPause.SLEEP),
                                foundation.clock(),
                                new RandomText(new SecureRandom()),
                                dkim::added,
                                PasswordConfig.defaults().minCharacters(),
                                Version.text(),
                                hostname),
                        new FirstRunHost(
                                data,
                                settings,
                                kept,
                                transport::resolver,
                                dkim::records,
                                transport.signing().keys().rotation()::look,
                                again),
                        certificate,
                        FirstRunDoors.of(
                                settings, new GreetingProbe(connector), () -> doors.get().keySet()),
                        relay,
                        new FirstRunMail(
                                new OwnClient(wire, hostname),
                                doors,
                                transport.signing(),
                                transport.sending(),
                                foundation.mailboxes()),
                        new FirstRunView(
                                hostname,
                                transport.resolver(),
                                domain ->
                                        Doctor.host(
                                                domain,
                                                hostname,
                                                transport.signing().keys().ring(),
                                                Doctor.certificate(data, settings),
                                                Doctor.services(settings, hostname)),
                                Doctor.policies(settings, wire, transport.resolver()),
                                connectors::listedBy,
                                foundation.clock()));
    }

    void open(Web doors) {
        sweep(certificate::sweep); // before another is given
        doors.add(setup.route());
    }

    /// Removes what is not needed any more, now that the server runs with its settings.
    void started() {
        sweep(relay::sweep);
    }

    private interface Sweep {
        void run() throws IOException;
    }

    private static void sweep(Sweep sweep) {
        try {
            sweep.run();
        } catch (IOException unreadable) {
            LOG.warn("event=setup-not-swept reason=\"{}\"", unreadable.getMessage());
        }
    }

    @Override
    public Optional<String> code() {
        return setup.code();
    }

    @Override
    public void reopen() {
        setup.reopen();
    }

    /// For `pabal status`: what waits, and how to go on; empty when nothing does.
    Optional<String> status() {
        List<String> waits = setup.waits();
        return waits.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "left for later: "
                                + String.join(", ", waits)
                                + "; to go on in a browser: pabal setup open");
    }

    @Override
    public Optional<String> page() {
        return web.page(PAGE);
    }

    /// What the operator reads who is to set this server up; empty when that is done, or there are no
    /// pages.
    Optional<Invitation> invitation() {
        try {
            return page().flatMap(page -> code().map(code -> invite(page, code)));
        } catch (UnavailableException unreadable) {
            LOG.warn("event=setup-unknown reason=\"{}\"", unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Invitation invite(String page, String code) {
        LOG.info("event=setup-open page={} code={}", page, code);
        return new Invitation(page, code);
    }

    @Override
    public void close() {
        setup.close();
    }
}
