// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// Filters and scanners of others, set up in a folder without network, databases or users of theirs.
final class FilterPeers {
    /// That of 1993, in two pieces, so that no scanner takes this file for it.
    static final String EICAR =
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

    static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-" + "ANTI-UBE-TEST-EMAIL*C.34X";

    private FilterPeers() {}

    /// ClamAV's clamd, which knows one virus.
    static Daemon clamd(Path folder, int port) throws Exception {
        Path home = Daemon.homeIn(folder, "clamd");
        Path database = Files.createDirectory(home.resolve("db"));
        Files.writeString(
                database.resolve("local.ndb"),
                "Eicar-Test:0:*:"
                        + HexFormat.of().formatHex(EICAR.getBytes(StandardCharsets.US_ASCII))
                        + "\n");
        Path config =
                Files.writeString(
                        home.resolve("clamd.conf"),
                        """
                        DatabaseDirectory %s
                        TemporaryDirectory %s
                        TCPSocket %d
                        TCPAddr 127.0.0.1
                        Foreground yes
                        StreamMaxLength 2M
                        MaxThreads 4
                        """
                                .formatted(database, home, port));
        return Daemon.start(home, port, List.of("/usr/sbin/clamd", "--config-file=" + config));
    }

    /// rspamd with its worker for HTTP and its proxy for milters: GTUBE is all that it knows.
    static Daemon rspamd(Path folder, int http, int milter) throws Exception {
        Path home = Daemon.homeIn(folder, "rspamd");
        Path config =
                Files.writeString(
                        home.resolve("rspamd.conf"),
                        """
                        options {
                          pidfile = "%1$s/rspamd.pid";
                          rundir = "%1$s";
                          tempdir = "%1$s";
                          filters = "";
                          dns { nameserver = ["127.0.0.1:9"]; timeout = 0.2s; retransmits = 1; }
                        }
                        logging { type = "console"; level = "info"; }
                        actions { reject = 15; add_header = 6; }
                        worker "normal" {
                          bind_socket = "127.0.0.1:%2$d";
                          count = 1;
                        }
                        worker "rspamd_proxy" {
                          bind_socket = "127.0.0.1:%3$d";
                          milter = yes;
                          timeout = 20s;
                          upstream "local" { default = yes; self_scan = yes; }
                          count = 1;
                        }
                        """
                                .formatted(home, http, milter));
        return Daemon.start(
                home,
                http,
                List.of("rspamd", "-f", "-u", "root", "-g", "root", "-c", config.toString()));
    }

    /// SpamAssassin's spamd with the tests that need no network.
    static Daemon spamd(Path folder, int port) throws Exception {
        Path home = Daemon.homeIn(folder, "spamd");
        return Daemon.start(
                home,
                port,
                List.of(
                        "/usr/sbin/spamd",
                        "--local",
                        "--nouser-config",
                        "--max-children=1",
                        "--listen=127.0.0.1:" + port,
                        "--helper-home-dir=" + home,
                        "--syslog=stderr"));
    }
}
