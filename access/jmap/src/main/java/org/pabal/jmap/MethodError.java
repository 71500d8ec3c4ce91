// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A method that was not run, or not to its end: the way out of it, caught where methods are called.
/// RFC 8620 §3.6.2.
public final class MethodError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode arguments;

    private MethodError(String type, ObjectNode arguments) {
        super(type, null, false, false);
        this.arguments = arguments;
    }

    /// @param type as registered
    /// @param description one sentence for who reads the client's log
    public static MethodError of(String type, String description) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("type", type);
        arguments.put("description", description);
        return new MethodError(type, arguments);
    }

    public static MethodError invalidArguments(String description) {
        return of("invalidArguments", description);
    }

    /// @param argument which one is wrong
    public static MethodError invalidArgument(String argument, String what) {
        MethodError error = invalidArguments("The argument " + argument + " " + what + ".");
        ArrayNode names = error.arguments.putArray("arguments");
        names.add(argument);
        return error;
    }

    public static MethodError accountNotFound(String accountId) {
        return of("accountNotFound", "There is no account " + accountId + " that you may see.");
    }

    public static MethodError accountNotSupported() {
        return of(
                "accountNotSupportedByMethod",
                "This method works only with your own account: another's is shared with you for its"
                        + " mailboxes alone.");
    }

    public static MethodError requestTooLarge(String description) {
        return of("requestTooLarge", description);
    }

    public static MethodError stateMismatch() {
        return of("stateMismatch", "The state is another one now; ask for the changes first.");
    }

    public static MethodError cannotCalculateChanges() {
        return of(
                "cannotCalculateChanges",
                "The changes since that state are not known any more; ask for everything anew.");
    }

    public static MethodError unsupportedFilter(String description) {
        return of("unsupportedFilter", description);
    }

    public static MethodError unsupportedSort(String description) {
        return of("unsupportedSort", description);
    }

    public static MethodError forbidden(String description) {
        return of("forbidden", description);
    }

    public static MethodError serverUnavailable() {
        return of("serverUnavailable", "A part of the server is out of order; try again later.");
    }

    /// A bug; nothing is told of it but that it is known.
    public static MethodError serverFail() {
        return of("serverFail", "Something unforeseen happened; the server's log has it.");
    }

    public String type() {
        return getMessage();
    }

    /// What the response called `error` holds.
    public ObjectNode arguments() {
        return arguments;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
