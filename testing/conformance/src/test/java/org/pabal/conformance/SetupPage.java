// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A browser at the first run of a server: curl, with the cookies of one file.
record SetupPage(Path cookies) {

    /// As the operator reads it.
    static String code(PabalProcess server) throws Exception {
        String told = server.pabal("", "setup", "code", "--json").mustSucceed().output();
        return told.replaceAll("(?s).*\"code\" ?: ?\"([^\"]+)\".*", "$1");
    }

    /// @return the body, and a line such as `status=200`
    String get(PabalProcess server, String step) throws Exception {
        return ask(server, step, List.of());
    }

    String post(PabalProcess server, String step, String body) throws Exception {
        return ask(server, step, List.of("--data", body));
    }

    private String ask(PabalProcess server, String step, List<String> more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--insecure",
                                "--max-time",
                                "30",
                                "--cookie",
                                cookies.toString(),
                                "--cookie-jar",
                                cookies.toString(),
                                "--header",
                                "X-Pabal: 1",
                                "--header",
                                "Sec-Fetch-Site: same-origin",
                                "--header",
                                "Content-Type: application/json",
                                "--write-out",
                                "\nstatus=%{http_code}\n"));
        command.addAll(more);
        command.add("https://127.0.0.1:" + server.port(443) + "/setup/api/" + step);
        return Run.command(command).run().output();
    }
}
