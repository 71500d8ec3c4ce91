// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Roundcube's own driver changes passwords, over the socket class that it uses.
///
/// `testing/run` unpacks the packages of both below `target`.
class PasswordPluginTest {
    private static final Path PACKAGES =
            Path.of("../../target/webmail/usr/share").toAbsolutePath().normalize();
    private static final Path DRIVER =
            PACKAGES.resolve("roundcube/plugins/password/drivers/poppassd.php");

    /// What the driver finds in Roundcube: where the service is, and names for what became of it.
    private static final String ROUNDCUBE =
            """
            <?php
            const PASSWORD_SUCCESS = 0, PASSWORD_ERROR = 2, PASSWORD_CONNECT_ERROR = 3;
            [, $packages, $port, $user, $old, $new] = $argv;
            set_include_path("$packages/php");
            require 'PEAR.php';
            require 'Net/Socket.php';
            class rcube_utils { static function parse_host($host) { return $host; } }
            class settings {
                function __construct(private $port) {}
                function get($name, $preset) {
                    return $name === 'password_pop_port' ? (int) $this->port : '127.0.0.1';
                }
            }
            class rcmail {
                static $one;
                public $config;
                static function get_instance() { return self::$one; }
            }
            rcmail::$one = new rcmail();
            rcmail::$one->config = new settings($port);
            require "$packages/roundcube/plugins/password/drivers/poppassd.php";
            error_reporting(E_ALL & ~E_DEPRECATED);
            echo json_encode((new rcube_poppassd_password())->save($old, $new, $user)), "\\n";
            """;

    @TempDir private Path folder;

    @Test
    void roundcubeShowsASuccessOnlyForAChange() throws Exception {
        assumeTrue(Run.has("php") && Files.exists(DRIVER));
        Files.writeString(folder.resolve("change.php"), ROUNDCUBE);
        try (PabalProcess pabal =
                PabalProcess.at(PabalProcess.data(folder, "")).with("pabal.test", "bob").start()) {
            assertThat(change(pabal, "wrong password", "battery staple"))
                    .contains("\"code\":2", "User name or password is wrong");
            assertThat(change(pabal, "bob-secret", "short"))
                    .contains("\"code\":2", "Nothing was changed: the password is too short");
            pabal.imap("bob").close();

            assertThat(change(pabal, "bob-secret", "새 비밀번호 둘")).isEqualTo("0\n");
            assertThat(change(pabal, "bob-secret", "battery staple")).contains("\"code\":2");
            assertThat(change(pabal, "새 비밀번호 둘", "battery staple")).isEqualTo("0\n");

            pabal.kill(); // what was told is durable
            pabal.start();
            assertThat(change(pabal, "battery staple", "bob-secret")).isEqualTo("0\n");
            pabal.imap("bob").close();
        }
    }

    private String change(PabalProcess pabal, String old, String fresh) throws Exception {
        return Run.command(
                        "php",
                        folder.resolve("change.php").toString(),
                        PACKAGES.toString(),
                        Integer.toString(pabal.port(106)),
                        "bob@pabal.test",
                        old,
                        fresh)
                .in(folder)
                .run()
                .mustSucceed()
                .output();
    }
}
