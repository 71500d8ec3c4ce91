// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;

/// For whom and about which mail a script runs a program: what the program finds in its
/// environment.
///
/// @param user the account's address
/// @param home its home directory, or `/`
/// @param recipient the address by which the account was found
/// @param originalRecipient the address that the client named
public record RunFor(
        Address user,
        String home,
        ReversePath sender,
        Address recipient,
        String originalRecipient) {

    /// @param path where the program finds others
    Map<String, String> environment(String path) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home);
        environment.put("USER", user.toString());
        environment.put(
                "SENDER", sender instanceof ReversePath.To(var address) ? address.toString() : "");
        environment.put("RECIPIENT", recipient.toString());
        environment.put("ORIG_RECIPIENT", originalRecipient);
        environment.put("PATH", path);
        environment.put("LANG", "C.UTF-8");
        environment.replaceAll((name, value) -> value.replaceAll("\\p{Cntrl}", "?"));
        return environment;
    }
}
