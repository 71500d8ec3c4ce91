// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.update;

import java.io.IOException;
import java.util.function.LongUnaryOperator;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.mailbox.UidSet;

/// Where results stand in their list, which the client keeps as well.
interface ResultOrder {

    /// How many results it keeps in memory one by one.
    int kept();

    /// Takes results out and writes `context-position SP sequence-set *(SP …)`.
    void remove(UidSet uids, ResponseWriter out, LongUnaryOperator number) throws IOException;

    /// Puts results in and writes the same.
    void add(UidSet uids, SelectedMailbox selected, ResponseWriter out, LongUnaryOperator number)
            throws IOException;

    /// Of a search: nothing needs to be kept, the position is always 0. RFC 5267 §4.3.3.
    ResultOrder OF_MAILBOX =
            new ResultOrder() {
                @Override
                public int kept() {
                    return 0;
                }

                @Override
                public void remove(UidSet uids, ResponseWriter out, LongUnaryOperator number)
                        throws IOException {
                    write(uids, out, number);
                }

                @Override
                public void add(
                        UidSet uids,
                        SelectedMailbox selected,
                        ResponseWriter out,
                        LongUnaryOperator number)
                        throws IOException {
                    write(uids, out, number);
                }

                private void write(UidSet uids, ResponseWriter out, LongUnaryOperator number)
                        throws IOException {
                    UidSet.Builder numbers = new UidSet.Builder();
                    uids.forEach(uid -> numbers.add(number.applyAsLong(uid)));
                    out.ascii("0 ").ascii(numbers.build().toString());
                }
            };
}
