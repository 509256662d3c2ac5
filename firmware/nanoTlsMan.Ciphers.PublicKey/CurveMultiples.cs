//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The first multiples of a point, made affine by one inversion.
    /// </summary>
    internal sealed class CurveMultiples
    {
        private readonly JacobianCurve _curve;
        private readonly int _count;
        private long[][][] _points;

        // The products of the Z up to each point.
        private long[][] _products;
        private FieldPower _inversion;
        private int _stage;

        /// <summary>Begins with a point; the last multiple is 7 or 8.</summary>
        public CurveMultiples(JacobianCurve curve, long[][] affine, int count)
        {
            _curve = curve;
            _count = count;
            _points = new long[count][][];
            _products = new long[count][];
            X = new long[count][];
            Y = new long[count][];
            X[0] = affine[0];
            Y[0] = affine[1];
            _points[0] = JacobianCurve.CreatePoint(curve.Field.Count);
            curve.Set(_points[0], X[0], Y[0]);
        }

        /// <summary>Gets the x coordinates.</summary>
        public long[][] X { get; }

        /// <summary>Gets the y coordinates.</summary>
        public long[][] Y { get; }

        /// <summary>Does a step.</summary>
        /// <returns><see langword="true"/> once all are there.</returns>
        public bool Step()
        {
            switch (_stage)
            {
                case 0:
                    Make(1, 4);
                    _stage = 1;
                    return false;
                case 1:
                    Make(4, _count);
                    _inversion = new FieldPower(_curve.Field, MultiplyZ());
                    _stage = 2;
                    return false;
                case 2:
                    _stage = _inversion.Step() ? 3 : 2;
                    return false;
                default:
                    MakeAffine();
                    return true;
            }
        }

        private void Make(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                long[][] point = JacobianCurve.CreatePoint(_curve.Field.Count);
                int multiple = i + 1;

                if ((multiple & 1) == 0)
                {
                    JacobianCurve.Copy(_points[multiple / 2 - 1], point);
                    _curve.Double(point);
                }
                else
                {
                    _curve.Add(_points[i - 1], X[0], Y[0], point);
                }

                _points[i] = point;
            }
        }

        private long[] MultiplyZ()
        {
            _products[1] = _points[1][2];
            for (int i = 2; i < _count; i++)
            {
                _products[i] = new long[_curve.Field.Count];
                _curve.Field.Multiply(_products[i], _products[i - 1], _points[i][2]);
            }

            return (long[])_products[_count - 1].Clone();
        }

        private void MakeAffine()
        {
            Field field = _curve.Field;
            long[] inverse = _inversion.Number;
            long[] own = new long[field.Count];
            long[] power = new long[field.Count];

            for (int i = _count - 1; i > 0; i--)
            {
                long[][] point = _points[i];

                if (i > 1)
                {
                    // The inverse of this Z, and that of the product of those before it.
                    field.Multiply(own, inverse, _products[i - 1]);
                    field.Multiply(inverse, inverse, point[2]);
                }
                else
                {
                    own = inverse;
                }

                field.Square(power, own);
                field.Multiply(point[0], point[0], power);
                field.Multiply(power, power, own);
                field.Multiply(point[1], point[1], power);
                X[i] = point[0];
                Y[i] = point[1];
            }

            // What comes after it takes memory of its own.
            _points = null;
            _products = null;
            _inversion = null;
        }
    }
}
