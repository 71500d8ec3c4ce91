// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.pabal.cli.Messages;
import org.pabal.cli.Place;

/// What a command runs in.
///
/// @param place of the server's data, for what only its own user may do
/// @param user who runs it
public record Invocation(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Place place,
        String user,
        Messages messages) {

    LocalDirectory directory() {
        return LocalDirectory.find(environment, place.data());
    }

    /// Says why, in the language of the user.
    int fail(int exitCode, String key, Object... arguments) {
        err.println("pabal: " + messages.text(key, arguments));
        err.flush();
        return exitCode;
    }
}
