// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.util.List;
import java.util.Optional;

/// One line of an asker, parsed but not yet judged.
sealed interface AuthCommand {
    /// An exchange's number: an unsigned number of 32 bits, as it was written.
    record Version(int major) implements AuthCommand {}

    record ClientProcess(String pid) implements AuthCommand {}

    record Begin(String id, String mechanism, AuthParameters parameters) implements AuthCommand {}

    record Continue(String id, byte[] response) implements AuthCommand {}

    record Cancel(String id) implements AuthCommand {}

    /// Something that a later minor version may know.
    record Unknown() implements AuthCommand {}

    /// An exchange of this number cannot go on; the connection can.
    record Refused(String id, String reason) implements AuthCommand {}

    /// Nothing after it can be trusted.
    record Unparsable(String reason) implements AuthCommand {}

    static AuthCommand parse(byte[] line) {
        Optional<List<String>> fields = AuthText.fields(line);
        return fields.isEmpty() ? new Unparsable("not UTF-8 with escapes") : parse(fields.get());
    }

    private static AuthCommand parse(List<String> fields) {
        return switch (fields.getFirst()) {
            case "VERSION" ->
                    fields.size() >= 3 && fields.get(1).matches("[0-9]{1,4}")
                            ? new Version(Integer.parseInt(fields.get(1)))
                            : new Unparsable("not a version");
            case "CPID" ->
                    fields.size() >= 2 && isNumber(fields.get(1))
                            ? new ClientProcess(fields.get(1))
                            : new Unparsable("not a process id");
            case "AUTH" -> begin(fields);
            case "CONT" -> next(fields);
            case "CANCEL" ->
                    fields.size() >= 2 && isNumber(fields.get(1))
                            ? new Cancel(fields.get(1))
                            : new Unparsable("CANCEL without the number of an exchange");
            default -> new Unknown();
        };
    }

    /// `AUTH id mechanism *(parameter)`
    private static AuthCommand begin(List<String> fields) {
        if (fields.size() < 3 || !isNumber(fields.get(1))) {
            return new Unparsable("AUTH without the number of an exchange and a mechanism");
        }
        Optional<AuthParameters> parameters =
                AuthParameters.parse(fields.subList(3, fields.size()));
        return parameters.isPresent()
                ? new Begin(fields.get(1), fields.get(2), parameters.get())
                : new Refused(fields.get(1), "an address or a response that is none");
    }

    /// `CONT id base64`
    private static AuthCommand next(List<String> fields) {
        if (fields.size() < 2 || !isNumber(fields.get(1))) {
            return new Unparsable("CONT without the number of an exchange");
        }
        Optional<byte[]> response =
                fields.size() == 2 ? Optional.of(new byte[0]) : AuthText.base64(fields.get(2));
        return response.isPresent()
                ? new Continue(fields.get(1), response.get())
                : new Refused(fields.get(1), "a response that is not base64");
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= 0xFFFFFFFFL;
    }
}
