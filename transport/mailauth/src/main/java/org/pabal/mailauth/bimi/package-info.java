// SPDX-License-Identifier: Apache-2.0

/// BIMI: the record that says where a domain's indicator (a picture) lies. Nothing fetches the
/// picture; the record is only looked at by the doctor of a domain.
@NullMarked
package org.pabal.mailauth.bimi;

import org.jspecify.annotations.NullMarked;
