// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.LoginService;
import org.pabal.directory.ldap.view.EntryIds;
import org.pabal.directory.ldap.view.LdapSession;
import org.pabal.directory.ldap.view.ViewConfig;
import org.pabal.directory.ldap.view.ViewConfig.LoginSecurity;
import org.pabal.directory.ldap.view.ViewConfig.Posix;
import org.pabal.directory.ldap.view.ViewServices;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.LdapViewTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.TlsServerContext;

/// The role that is a directory to other programs: LDAP.
final class LdapView {
    /// LDAP has no words before the first request.
    private static final String NOTHING = "";

    /// Programs bind as one account on many connections.
    private static final int MAX_SESSIONS = 1_000;

    private final Settings settings;
    private final ViewConfig config;
    private final ViewServices services;

    LdapView(
            DataDirectory data,
            Foundation foundation,
            Settings settings,
            String hostname,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard)
            throws StartFailure {
        this.settings = settings;
        this.config =
                ViewConfig.defaults(hostname)
                        .withReaders(Networks.of(settings, LdapViewTable.LDAP_READERS))
                        .withIdleDeadline(settings.get(LdapViewTable.LDAP_IDLE_TIMEOUT))
                        .withSearchLimits(
                                settings.get(LdapViewTable.LDAP_MAX_ENTRIES),
                                settings.get(LdapViewTable.LDAP_MAX_TIME))
                        .with(posix(settings));
        AccountSessions sessions = new AccountSessions(MAX_SESSIONS);
        foundation.directory().whenLoginChanges(sessions::end);
        this.services =
                ViewServices.of(
                        foundation.directory(),
                        logins.ofConnections(LoginService.LDAP),
                        Optional.of(tls),
                        new LoginDoor("ldap", guard, LoginPause.SLEEP),
                        sessions,
                        new EntryIds(secret(data.path().resolve("ldap.secret"))),
                        foundation.clock(),
                        Version.text());
    }

    private static Posix posix(Settings settings) {
        int uid = settings.get(LdapViewTable.LDAP_UID_BASE);
        int gid = settings.get(LdapViewTable.LDAP_GID);
        return uid == 0
                ? Posix.NONE
                : new Posix(
                        OptionalLong.of(uid),
                        gid == 0 ? uid : gid,
                        settings.get(LdapViewTable.LDAP_HOME),
                        settings.get(LdapViewTable.LDAP_SHELL));
    }

    /// What entryUUIDs are made from: made once, for as long as the data directory is.
    private static byte[] secret(Path file) throws StartFailure {
        try {
            return read(file);
        } catch (NoSuchFileException first) {
            try {
                byte[] made = new byte[EntryIds.SECRET_OCTETS];
                new SecureRandom().nextBytes(made);
                write(file, HexFormat.of().formatHex(made));
                return read(file);
            } catch (IOException cannot) {
                throw unusable(file, cannot);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            throw unusable(file, unreadable);
        }
    }

    private static byte[] read(Path file) throws IOException {
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }

    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                next,
                (text + "\n").getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static StartFailure unusable(Path file, Exception cannot) {
        return new StartFailure(
                "the secret of the LDAP view in "
                        + file
                        + " cannot be used ("
                        + cannot
                        + "); mend its permissions, or restore it: without it every entry gets"
                        + " another entryUUID",
                cannot);
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain("ldap", NOTHING, handler("ldap"));
        listeners.openTls("ldaps", NOTHING, NOTHING, handler("ldaps"));
    }

    private ConnectionHandler handler(String service) {
        ViewConfig ofService =
                ServicesTable.service(service).allowsLoginWithoutTls(settings)
                        ? config.with(LoginSecurity.CLEARTEXT_ALLOWED)
                        : config;
        return connection -> new LdapSession(connection, ofService, services).run();
    }
}
