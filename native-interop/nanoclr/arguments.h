/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The arguments of an InternalCall. Whatever managed code passes, what a helper returns is valid for the length of the
 * call: no object moves while native code runs, and nothing here is kept. The exceptions are those of
 * NativeCalls.Host.cs, in its order: the first that fails counts.
 */
#ifndef TLSMAN_NANOCLR_ARGUMENTS_H
#define TLSMAN_NANOCLR_ARGUMENTS_H

#include <nanoCLR_Runtime.h>

static inline int number_at(CLR_RT_StackFrame &stack, int index)
{
    return (int)stack.ArgN(index).NumericByRef().s4;
}

/* NULL for null; other arrays than the signature says come through reflection only. */
static inline CLR_RT_HeapBlock_Array *array_at(HRESULT &hr, CLR_RT_StackFrame &stack, int index, size_t element_size)
{
    CLR_RT_HeapBlock_Array *array = stack.ArgN(index).DereferenceArray();

    if (array != NULL && (array->DataType() != DATATYPE_SZARRAY || array->m_sizeOfElement != element_size)) {
        hr = FAILED(hr) ? hr : CLR_E_WRONG_TYPE;
        return NULL;
    }

    return array;
}

/* The bytes of an array from offset on: count of them and `behind` more have to be there. */
static inline uint8_t *bytes_from(HRESULT &hr, CLR_RT_StackFrame &stack, int index, int offset, int count, int behind)
{
    CLR_RT_HeapBlock_Array *array = array_at(hr, stack, index, sizeof(uint8_t));

    if (FAILED(hr)) {
        return NULL;
    }

    if (array == NULL) {
        hr = CLR_E_ARGUMENT_NULL;
        return NULL;
    }

    /* Each is compared with what the ones before it have left, so that no sum can overflow. */
    CLR_UINT32 length = array->m_numOfElements;

    if (offset < 0 || count < 0 || behind < 0 || (CLR_UINT32)offset > length
        || (CLR_UINT32)count > length - (CLR_UINT32)offset
        || (CLR_UINT32)behind > length - (CLR_UINT32)offset - (CLR_UINT32)count) {
        hr = CLR_E_OUT_OF_RANGE;
        return NULL;
    }

    return array->GetFirstElement() + offset;
}

/* An array that is followed by its offset. */
static inline uint8_t *bytes_at(HRESULT &hr, CLR_RT_StackFrame &stack, int index, int count, int behind = 0)
{
    return bytes_from(hr, stack, index, number_at(stack, index + 1), count, behind);
}

/* A whole array, and how long it is. */
static inline uint8_t *whole_at(HRESULT &hr, CLR_RT_StackFrame &stack, int index, int &count)
{
    CLR_RT_HeapBlock_Array *array = array_at(hr, stack, index, sizeof(uint8_t));

    count = array == NULL ? 0 : (int)array->m_numOfElements;
    return bytes_from(hr, stack, index, 0, count, 0);
}

/* The same, but null stands for none. */
static inline uint8_t *optional_at(HRESULT &hr, CLR_RT_StackFrame &stack, int index, int &count)
{
    count = 0;
    return stack.ArgN(index).DereferenceArray() == NULL ? NULL : whole_at(hr, stack, index, count);
}

/* The array that receives results. */
static inline int *numbers_at(HRESULT &hr, CLR_RT_StackFrame &stack, int index, int &count)
{
    CLR_RT_HeapBlock_Array *array = array_at(hr, stack, index, sizeof(int));

    count = array == NULL ? 0 : (int)array->m_numOfElements;

    if (FAILED(hr)) {
        return NULL;
    }

    if (array == NULL) {
        hr = CLR_E_ARGUMENT_NULL;
        return NULL;
    }

    return (int *)array->GetFirstElement();
}

static inline HRESULT give(CLR_RT_StackFrame &stack, int result)
{
    stack.SetResult_I4(result);
    return S_OK;
}

#endif
