// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

import java.net.InetAddress;
import org.pabal.message.ReversePath;

/// Who brings a mail, as far as the envelope says.
///
/// @param address that is connected to us, or that a trusted front told
/// @param helo as the client gave it; any text
public record SendingClient(InetAddress address, String helo, ReversePath from) {}
