// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.mime.AddressList;
import org.pabal.sieve.Action;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.ListName;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `redirect`. RFC 5228 §4.2.
///
/// @param address or the name of a list
/// @param copy the implicit keep stands. RFC 3894 §3
/// @param list to all members of a list. RFC 6134 §2.4
public record Redirect(
        Text address, boolean copy, boolean list, ReportArguments reports, DeliverByArguments by)
        implements Command {

    /// `redirect [:copy] [:list] [:notify ..] [:ret ..] [:bytime.. ..] <address: string>`
    public static Redirect read(Arguments in) throws ScriptError {
        boolean copy = in.flag(Extension.COPY, "copy");
        boolean list = in.flag(Extension.EXTLISTS, "list");
        ReportArguments reports = ReportArguments.read(in);
        DeliverByArguments by = DeliverByArguments.read(in);
        Text address = in.text(list ? "the name of the list" : "the address");
        Optional<String> constant = address.constant();
        if (constant.isPresent() && list && ListName.parse(constant.get()).isEmpty()) {
            throw in.error("\"" + constant.get() + "\" is not the name of a list: it is a URI");
        }
        if (constant.isPresent() && !list && address(constant.get()).isEmpty()) {
            throw in.error("\"" + constant.get() + "\" is not an address");
        }
        in.end();
        return new Redirect(address, copy, list, reports, by);
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
        for (Address to : addresses(run)) {
            run.actions()
                    .add(
                            new Action.Redirect(
                                    run.notEnclosed(),
                                    to,
                                    reports.notifyOf(),
                                    reports.returned(),
                                    by.value(run)));
        }
        if (!copy) {
            run.actions().cancelImplicitKeep();
        }
    }

    private List<Address> addresses(Run run) {
        String value = address.value(run);
        if (!list) {
            return List.of(parsed(run, value));
        }
        URI name =
                ListName.parse(value)
                        .filter(run.surroundings()::listExists)
                        .orElseThrow(() -> run.fail("there is no list \"" + value + "\""));
        List<Address> addresses = new ArrayList<>();
        for (String member : run.surroundings().listMembers(name)) {
            addresses.add(parsed(run, member));
        }
        if (addresses.isEmpty()) {
            throw run.fail("of the list \"" + value + "\" nobody knows who is in it");
        }
        return addresses;
    }

    private static Address parsed(Run run, String text) {
        return address(text).orElseThrow(() -> run.fail("\"" + text + "\" is not an address"));
    }
}
