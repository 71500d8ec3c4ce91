// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.message.UnavailableException;
import org.pabal.wire.LogText;

/// What a failure is and how it reads.
public final class Failures {
    private static final Set<ResultCode> BROKEN =
            Set.of(
                    ResultCode.SERVER_DOWN,
                    ResultCode.CONNECT_ERROR,
                    ResultCode.TIMEOUT,
                    ResultCode.ENCODING_ERROR,
                    ResultCode.DECODING_ERROR,
                    ResultCode.LOCAL_ERROR,
                    ResultCode.BUSY,
                    ResultCode.UNAVAILABLE);

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final int MAX_CHARACTERS = 300;
    private static final int MAX_CAUSES = 10;

    private Failures() {}

    /// Whether another connection, or another server, may do better.
    public static boolean isBroken(ResultCode code) {
        return BROKEN.contains(code);
    }

    /// What went wrong, in a few words: the server's own where it has any.
    public static String reason(LDAPException failure) {
        String name = failure.getResultCode().getName();
        Optional<String> words =
                ofNetwork(failure)
                        .or(() -> Optional.ofNullable(failure.getDiagnosticMessage()))
                        .or(() -> Optional.ofNullable(failure.getMessage()))
                        .map(text -> BLANK.matcher(text).replaceAll(" ").trim())
                        .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase(name));
        return words.map(text -> name + " (" + shortened(text) + ")").orElse(name);
    }

    /// What the network or TLS said, which the library wraps in names of its classes.
    private static Optional<String> ofNetwork(LDAPException failure) {
        Optional<String> said = Optional.empty();
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException && !message.contains("LDAPException(")) {
                said =
                        Optional.of(
                                cause instanceof UnknownHostException
                                        ? message + " is not known by the resolver"
                                        : message);
            }
            cause = cause.getCause();
        }
        return said;
    }

    private static String shortened(String text) {
        String shown = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
        String quoted = new LogText(shown + " ").toString(); // escapes what cannot be printed
        return quoted.substring(1, quoted.length() - 2);
    }

    /// @param server who was asked, or all of them
    /// @param step what for
    public static UnavailableException unavailable(
            String directory, String server, String step, String reason) {
        return new UnavailableException(
                "the directory "
                        + directory
                        + " gives no answer: "
                        + server
                        + ", "
                        + step
                        + ": "
                        + reason);
    }
}
