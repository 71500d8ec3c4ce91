// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;

/// What a trusted front tells by XFORWARD of a mail that it has taken and hands on.
///
/// @param mail the front's own id for it
/// @param clientAddress of whom the front got it from
/// @param clientName of that address, as the front found it
/// @param greeting of that client
public record HandedOn(
        Optional<String> mail,
        Optional<String> clientAddress,
        Optional<String> clientName,
        Optional<String> greeting) {

    /// Of a mail of ours, in the words of the next host.
    ///
    /// @param id in ASCII
    public static HandedOn as(String id) {
        return new HandedOn(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Behind XFORWARD.
    String attributes() {
        return mail.map(id -> " IDENT=" + Xtext.encode(id)).orElse("") + " SOURCE=REMOTE";
    }

    static HandedOn of(FrontAttributes told) {
        return new HandedOn(
                told.known(FrontAttributes.Name.IDENT),
                told.known(FrontAttributes.Name.ADDR),
                told.known(FrontAttributes.Name.NAME),
                told.known(FrontAttributes.Name.HELO));
    }
}
