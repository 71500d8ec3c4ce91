// SPDX-License-Identifier: Apache-2.0

/// Has ClamAV's clamd look for viruses, by its INSTREAM.
@NullMarked
package org.pabal.filter.connector.clamd;

import org.jspecify.annotations.NullMarked;
