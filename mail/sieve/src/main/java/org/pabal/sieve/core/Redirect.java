// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.core;

import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.mime.AddressList;
import org.pabal.sieve.Action;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `redirect`. RFC 5228 §4.2.
///
/// @param copy the implicit keep stands. RFC 3894 §3
public record Redirect(Text address, boolean copy) implements Command {

    /// `redirect [:copy] <address: string>`
    public static Redirect read(Arguments in) throws ScriptError {
        boolean copy = in.flag(Extension.COPY, "copy");
        Text address = in.text("the address");
        if (address.constant().isPresent() && address(address.constant().get()).isEmpty()) {
            throw in.error("\"" + address.constant().get() + "\" is not an address");
        }
        in.end();
        return new Redirect(address, copy);
    }

    /// `sieve-address = addr-spec / phrase "<" addr-spec ">"`. RFC 5228 §2.4.2.3
    static Optional<Address> address(String text) {
        Optional<Address> plain = Address.parse(text);
        if (plain.isPresent() || text.indexOf('<') < 0) {
            return plain;
        }
        List<AddressList.Entry> entries = AddressList.parse(text);
        return entries.size() == 1 && entries.getFirst() instanceof AddressList.Mailbox mailbox
                ? Address.parse(mailbox.address())
                : Optional.empty();
    }

    @Override
    public void run(Run run) {
        String to = address.value(run);
        Address address =
                address(to).orElseThrow(() -> run.fail("\"" + to + "\" is not an address"));
        run.actions()
                .add(
                        new Action.Redirect(
                                run.notEnclosed(),
                                address,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        if (!copy) {
            run.actions().cancelImplicitKeep();
        }
    }
}
